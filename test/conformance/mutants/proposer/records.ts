/** Proposers that persist something else, or too late. */
import { persist } from '#src/paxos/effect.js';
import type { Mutant } from '../mutant.js';
import { doing, isPromise, mutant, recording, right } from './making.js';

export const records: readonly Mutant[] = [
  mutant(
    'persists the round before',
    'the records',
    recording((round) => [{ round: round - 1 }]),
  ),
  mutant(
    'persists an empty record, and then the right one',
    'the records',
    recording((round) => [{}, { round }]),
  ),
  mutant(
    'persists the right record, and then an empty one',
    'the records',
    recording((round) => [{ round }, {}]),
  ),
  mutant(
    'persists round 0, and then the right record',
    'the records',
    recording((round) => [{ round: 0 }, { round }]),
  ),
  mutant(
    'persists its whole state',
    'the records',
    recording((_, after) => [after]),
  ),
  mutant(
    'persists its round as a text',
    'the records',
    recording((round) => [{ round: String(round) }]),
  ),
  mutant('persists a round in a promise’s place', 'the records', (state, input) => {
    const [after, effects] = right(state, input);
    return [
      after,
      isPromise(input) && effects.length > 0 ? [persist({ round: state.round - 1 }), ...effects] : effects,
    ];
  }),
  mutant(
    'prepares before it persists',
    'the order of effects',
    doing((effects) =>
      effects.toSorted((a, b) => Number(a.type === 'persist') - Number(b.type === 'persist')),
    ),
  ),
  mutant(
    'sets its timer before it persists',
    'the order of effects',
    doing((effects) => effects.toReversed()),
  ),
];
