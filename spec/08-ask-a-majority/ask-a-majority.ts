/** Chapter 08: two masters take turns, one round each, over a network that may lose any message of a round. */
import { agreement, everyClientCanBeTold, validity } from '../01-one-server/claims.js';
import { type Chapter, fails, holds, instance } from '../chapter.js';
import { ablations } from './ablations.js';
import { aMasterWritesAnothersValue, oneSlaveSettlesIt, twoMastersAtWork } from './claims.js';
import { rounds, type Size } from './rounds.js';

// #region size
/** Three slaves, and rounds of m1, m2 and m1: with two, one rule could be left out and nobody would notice. */
export const size: Size = { slaves: 3, requests: ['olives', 'wine'], rounds: 3 };
// #endregion

// #region chapter
export const askAMajority: Chapter = {
  id: '08-ask-a-majority',
  title: 'Ask a majority, propagate the latest',
  question: 'If there may be several masters, how does a later one learn what an earlier one did?',
  instances: [
    instance('three rounds, a master may restart', rounds('rounds', { ...size, restarts: { master: 1 } }), [
      holds(agreement),
      holds(validity),
      holds(everyClientCanBeTold),
      holds(aMasterWritesAnothersValue),
      fails(twoMastersAtWork),
      fails(oneSlaveSettlesIt),
    ]),
    instance('a slave may restart', rounds('rounds', { ...size, restarts: { slave: 1 } }), [
      holds(agreement),
      holds(everyClientCanBeTold),
    ]),
    ...ablations.map(({ name, machines }) =>
      instance(name, rounds(name, size, machines), [fails(agreement)]),
    ),
  ],
};
// #endregion
