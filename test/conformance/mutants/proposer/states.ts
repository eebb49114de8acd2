/** Proposers that change things in place, or remember more than they should. */
import type { Mutant } from '../mutant.js';
import { becoming, mutant, right } from './making.js';

let calls = 0;

export const states: readonly Mutant[] = [
  mutant('changes its promises in place', 'a change in place', (state, input) => {
    const [after, effects] = right(state, input);
    if (
      state.phase === 'preparing' &&
      after.phase === 'preparing' &&
      after.round === state.round &&
      after !== state
    )
      (state.promises as unknown[]).push(after.promises.at(-1));
    return [after, effects];
  }),
  mutant('counts its round in place', 'a change in place', (state, input) => {
    const [after, effects] = right(state, input);
    return [Object.assign(state, { round: after.round }) && after, effects];
  }),
  mutant('sorts its quorum in place', 'a change in place', (state, input) => {
    (state.quorums.acceptors as unknown[]).sort();
    return right(state, input);
  }),
  mutant('ignores every other timeout', 'a hidden memory', (state, input) =>
    input.type === 'timeout' && calls++ % 2 ? [state, []] : right(state, input),
  ),
  mutant(
    'counts its timeouts in its state',
    'the state after',
    becoming((after, before) => ({ ...after, tries: ((before as { tries?: number }).tries ?? 0) + 1 })),
  ),
];
