/** Proposers that take other requests, or begin other rounds. */
import { type Mutant, unlessThrown } from '../mutant.js';
import { idleWhere, mutant, right } from './making.js';

export const rounds: readonly Mutant[] = [
  mutant('takes every request', 'the state after', (state, input) =>
    state.phase !== 'idle' && input.type === 'message' && input.message.type === 'request'
      ? [{ ...state, request: input.message }, []]
      : right(state, input),
  ),
  mutant('takes the last request before it begins', 'the state after', (state, input) =>
    state.phase === 'idle' &&
    state.request !== null &&
    input.type === 'message' &&
    input.message.type === 'request'
      ? [{ ...state, request: input.message }, []]
      : right(state, input),
  ),
  mutant(
    'takes no request',
    'the state after',
    idleWhere((_, input) => input.type === 'message' && input.message.type === 'request'),
  ),
  mutant('begins a round without a request', 'the state after', (state, input) =>
    state.phase === 'idle' && input.type === 'timeout' && state.request === null
      ? right({ ...state, request: { type: 'request', value: '' } }, input)
      : right(state, input),
  ),
  mutant(
    'begins one round only',
    'the state after',
    idleWhere((state, input) => input.type === 'timeout' && state.phase !== 'idle'),
  ),
  mutant(
    'does not give up a round that it prepares',
    'the state after',
    idleWhere((state, input) => input.type === 'timeout' && state.phase === 'preparing'),
  ),
  mutant(
    'does not give up a round in which it proposed',
    'the state after',
    idleWhere((state, input) => input.type === 'timeout' && state.phase === 'accepting'),
  ),
  mutant('uses its round again', 'the state after', (state, input) =>
    input.type === 'timeout' && state.round > 0
      ? right({ ...state, round: state.round - 1 }, input)
      : right(state, input),
  ),
  mutant('leaves out a round', 'the state after', (state, input) =>
    input.type === 'timeout' && state.request !== null
      ? right({ ...state, round: state.round + 1 }, input)
      : right(state, input),
  ),
  mutant('begins at round 1 after every start', 'the state after', (state, input) =>
    input.type === 'timeout' && state.phase === 'idle'
      ? right({ ...state, round: 0 }, input)
      : right(state, input),
  ),
  mutant('keeps its rounds in 32 bits', 'the state after', (state, input) =>
    input.type === 'timeout' && state.request !== null
      ? right({ ...state, round: ((state.round + 1) | 0) - 1 }, input)
      : right(state, input),
  ),
  mutant('counts its rounds up to 20', 'the state after', (state, input) =>
    input.type === 'timeout' && state.request !== null
      ? right({ ...state, round: Math.min(state.round, 19) }, input)
      : right(state, input),
  ),
  mutant('goes on after its last round', 'the missing violation', (state, input) =>
    unlessThrown(
      'RoundsExhausted',
      () => right(state, input),
      () => right({ ...state, round: 0 }, input),
    ),
  ),
  mutant('is still after its last round', 'the missing violation', (state, input) =>
    unlessThrown(
      'RoundsExhausted',
      () => right(state, input),
      () => [state, []],
    ),
  ),
  mutant('stops at the 31st bit', 'throwing RangeError', (state, input) => {
    if (state.round >= 2 ** 31) throw new RangeError('expected a round below 2147483648');
    return right(state, input);
  }),
];
