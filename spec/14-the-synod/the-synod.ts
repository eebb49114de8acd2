/** Chapter 14: three acceptors, three ballots, a client that asks for two things, and messages that may get lost. */
import { type Chapter, fails, holds, instance } from '../chapter.js';
import { ablations } from './ablations.js';
import { propertiesOf } from './claims.js';
import { type Size, synod } from './synod.js';

// #region size
/** Three ballots in all, 1.p1 < 1.p2 < 2.p1: with two only, rules could be left out and nobody would notice. */
export const size: Size = {
  acceptors: 3,
  rounds: { p1: 2, p2: 1 },
  requests: { p1: 'olives', p2: 'wine' },
};
// #endregion

const properties = propertiesOf(size);

// #region chapter
export const theSynod: Chapter = {
  id: '14-the-synod',
  title: 'The Synod',
  question: 'How can several, over a network that loses messages, decide one thing once and for all?',
  instances: [
    instance('three acceptors, ballots 2 + 1', synod('the Synod', size), [
      holds(properties.agreement),
      holds(properties.validity),
      holds(properties.oneValuePerBallot),
      holds(properties.votesAreSafe),
      holds(properties.learnedImpliesChosen),
      holds(properties.chosenStaysChosen),
      holds(properties.somethingIsChosen),
      holds(properties.aClientIsTold),
      holds(properties.aProposerAdopts),
      holds(properties.twoProposersAtOnce),
    ]),
    ...ablations.map(({ name, machines, falls }) =>
      instance(
        name,
        synod(name, size, machines),
        falls.map((property) => fails(properties[property])),
      ),
    ),
  ],
};
// #endregion
