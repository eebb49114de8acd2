/** Acceptors that come to another state, or by another way. */
import type { Mutant } from '../mutant.js';
import { becoming, mutant, right } from './making.js';

let calls = 0;

export const states: readonly Mutant[] = [
  mutant(
    'does not raise its promise when it votes',
    'the state after',
    becoming((after, before, { message }) =>
      message.type === 'accept' ? { ...after, promised: before.promised ?? after.promised } : after,
    ),
    'S6',
  ),
  mutant(
    'gives its vote the ballot that it promises',
    'the state after',
    becoming((after, _, { message: { type, ballot } }) =>
      type === 'prepare' && after.vote ? { ...after, vote: { ...after.vote, ballot } } : after,
    ),
    'S9',
  ),
  mutant(
    'forgets its vote when it promises',
    'the state after',
    becoming((after, _, { message }) => (message.type === 'prepare' ? { ...after, vote: null } : after)),
  ),
  mutant(
    'keeps its first vote',
    'the state after',
    becoming((after, { vote }) => ({ ...after, vote: vote ?? after.vote })),
  ),
  mutant(
    'keeps the value of its first vote',
    'the state after',
    becoming((after, { vote }) => ({
      ...after,
      vote: after.vote && { ...after.vote, value: vote?.value ?? after.vote.value },
    })),
  ),
  mutant(
    'does not remember its promise',
    'the state after',
    becoming((after, { promised }, { message }) =>
      message.type === 'prepare' ? { ...after, promised } : after,
    ),
  ),
  mutant(
    'keeps a count of its answers',
    'the state after',
    becoming((after, before) => ({ ...after, answers: ((before as { answers?: number }).answers ?? 0) + 1 })),
  ),
  mutant('changes its state in place', 'a change in place', (state, input) => {
    const [after, effects] = right(state, input);
    return [Object.assign(state, after), effects];
  }),
  mutant('changes the message in place', 'a change in place', (state, input) => {
    const step = right(state, input);
    Object.assign(input.message, { from: input.from });
    return step;
  }),
  mutant('promises every other time', 'a hidden memory', (state, input) =>
    input.message.type === 'prepare' && calls++ % 2 ? [state, []] : right(state, input),
  ),
];
