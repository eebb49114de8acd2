/** Acceptors that persist something else. */
import type { Mutant } from '../mutant.js';
import { mutant, nothing, recording, right, type State } from './making.js';

export const records: readonly Mutant[] = [
  mutant('does not persist its promise', 'the records', (state, input) => {
    const [after, effects] = right(state, input);
    return [
      after,
      input.message.type === 'prepare' ? effects.filter(({ type }) => type !== 'persist') : effects,
    ];
  }),
  mutant(
    'persists nothing',
    'the records',
    recording(() => []),
  ),
  mutant(
    'persists what it was before',
    'the records',
    recording((_, before) => [before]),
  ),
  mutant(
    'persists its promise without its vote',
    'the records',
    recording(({ promised }) => [{ promised, vote: null }]),
  ),
  mutant(
    'persists its vote without its promise',
    'the records',
    recording(({ vote }) => [{ promised: null, vote }]),
  ),
  mutant(
    'persists nothing, and then the right record',
    'the records',
    recording((record) => [nothing, record]),
  ),
  mutant(
    'persists the right record, and then nothing',
    'the records',
    recording((record) => [record, nothing]),
  ),
  mutant(
    'persists promise and vote one after the other',
    'the records',
    recording((record, { vote }) => [{ ...record, vote }, record]),
  ),
  mutant(
    'persists a vote without its value',
    'the records',
    recording(({ promised, vote }) => [{ promised, vote: vote && ({ ballot: vote.ballot } as typeof vote) }]),
  ),
  mutant(
    'persists more than its state',
    'the records',
    recording((record) => [{ ...record, at: 0 } as State]),
  ),
  mutant('persists after its answer when it votes', 'the order of effects', (state, input) => {
    const [after, effects] = right(state, input);
    return [after, input.message.type === 'accept' ? effects.toReversed() : effects];
  }),
];
