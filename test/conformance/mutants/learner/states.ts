/** Learners that come to another state. */
import { compareBallots, isAbove, sameBallot } from '#src/paxos/ballot.js';
import type { Mutant } from '../mutant.js';
import { becoming, mutant, right, tally } from './making.js';

export const states: readonly Mutant[] = [
  mutant(
    'learns the value of its first tally',
    'the state after',
    becoming((after, before) =>
      after.learned && !before.learned && before.tallies[0]
        ? { ...after, learned: { ...after.learned, value: before.tallies[0].value } }
        : after,
    ),
  ),
  mutant(
    'notes the first ballot of which it heard as the one in which it learned',
    'the state after',
    becoming((after, before) =>
      after.learned && !before.learned && before.tallies[0]
        ? { ...after, learned: { ...after.learned, ballot: before.tallies[0].ballot } }
        : after,
    ),
  ),
  mutant('moves the ballot in which it learned up with later votes', 'the state after', (state, input) => {
    const [after, effects] = right(state, input);
    const { ballot, value } = input.message;
    return [
      after.learned !== null && after.learned.value === value && isAbove(ballot, after.learned.ballot)
        ? { ...after, learned: { ballot, value } }
        : after,
      effects,
    ];
  }),
  mutant('moves the ballot in which it learned down with later votes', 'the state after', (state, input) => {
    const [after, effects] = right(state, input);
    const { ballot, value } = input.message;
    return [
      after.learned !== null && after.learned.value === value && isAbove(after.learned.ballot, ballot)
        ? { ...after, learned: { ballot, value } }
        : after,
      effects,
    ];
  }),
  mutant(
    'forgets what it learned when another value gets a vote',
    'the state after',
    becoming((after, before) => (before.learned ? { ...after, learned: null } : after)),
  ),
  mutant(
    'forgets all tallies when it learns',
    'the state after',
    becoming((after, before) => (after.learned && !before.learned ? { ...after, tallies: [] } : after)),
  ),
  mutant(
    'keeps the tallies of the value that it learned',
    'the state after',
    becoming((after, before) =>
      after.learned && !before.learned ? { ...after, tallies: before.tallies } : after,
    ),
  ),
  mutant(
    'notes tallies in the order of their arrival',
    'the state after',
    becoming((after, before, { message }) => ({
      ...after,
      tallies:
        after.learned && !before.learned
          ? after.tallies
          : [
              ...after.tallies.filter(({ ballot }) => !sameBallot(ballot, message.ballot)),
              ...after.tallies.filter(({ ballot }) => sameBallot(ballot, message.ballot)),
            ],
    })),
  ),
  mutant(
    'notes voters the other way round',
    'the state after',
    tally((tally) => ({ ...tally, voters: tally.voters.toReversed() })),
  ),
  mutant(
    'notes the highest ballot first',
    'the state after',
    becoming((after) => ({
      ...after,
      tallies: after.tallies.toSorted((a, b) => compareBallots(b.ballot, a.ballot)),
    })),
  ),
  mutant(
    'counts votes in its state',
    'the state after',
    becoming((after, before) => ({ ...after, heard: ((before as { heard?: number }).heard ?? 0) + 1 })),
  ),
];
