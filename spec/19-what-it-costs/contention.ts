/** Two proposers that overrule each other, and what a decision costs then: chapter 13's war, with chapter 14's machines. */
import { always, sometimes } from '#model/index.js';
import { fails, holds, instance } from '../chapter.js';
import { isKnown, isNotKnown } from './claims.js';
import { costOf } from './cost.js';
import { type SynodState, synodOf } from './synods.js';

// #region size
/** Three nodes; n1 may begin two ballots and n2 one. */
const size = { nodes: 3, rounds: { n1: 2, n2: 1 } };

/** How many ballots may be begun before the decision. */
export const BALLOTS: readonly number[] = [1, 2, 3];
// #endregion

// #region bounds
const others = size.nodes - 1;

/** Prepare and accept to the others and what they answer. Votes go to two learners, of which one may be at the voter. */
const most = (ballots: number): number => ballots * (3 * others + 4);

/** One ballot gets through with the answers of one other node; of each before it nothing arrives in time. */
const least = (ballots: number): number => 2 * others + 3 + (ballots - 1) * others;
// #endregion

export const knownForTheLeast = (ballots: number): string =>
  `known when ${begunInWords(ballots)}, for the least`;
export const knownForTheMost = (ballots: number): string =>
  `known when ${begunInWords(ballots)}, for the most`;

// #region instance
export const contention = instance(
  'two proposers, 3 nodes',
  { ...synodOf('two proposers', size), within: isNotKnown },
  [
    holds(
      always(
        'at most 10 messages for each ballot',
        (state: SynodState) => spent(state) <= most(begun(state)),
      ),
    ),
    fails(always('at most 20 messages, whoever competes', (state: SynodState) => spent(state) <= most(2))),
    holds(
      always(
        'at least 7 messages, and 2 for each ballot before',
        (state: SynodState) => isNotKnown(state) || spent(state) >= least(begun(state)),
      ),
    ),
    ...BALLOTS.flatMap((ballots) => [
      holds(sometimes(knownForTheLeast(ballots), isKnownFor(ballots, least(ballots)))),
      holds(sometimes(knownForTheMost(ballots), isKnownFor(ballots, most(ballots)))),
    ]),
  ],
);
// #endregion

function isKnownFor(ballots: number, messages: number) {
  return (state: SynodState): boolean =>
    isKnown(state.history.spent) && begun(state) === ballots && spent(state) === messages;
}

/** How many ballots were begun. */
function begun({ proposing }: SynodState): number {
  return proposing.reduce((sum, { context }) => sum + (context.proposer.ballot?.round ?? 0), 0);
}

function spent({ history }: SynodState): number {
  return costOf(history.spent).messages;
}

function begunInWords(ballots: number): string {
  return ballots === 1 ? '1 ballot was begun' : `${ballots} ballots were begun`;
}
