/** Proposers that ask for other timers. */
import type { Mutant } from '../mutant.js';
import { doing, isPromise, mutant, timing } from './making.js';

export const timers: readonly Mutant[] = [
  mutant(
    'asks for no timer',
    'the timers',
    timing(() => []),
  ),
  mutant(
    'does not back off',
    'the timers',
    timing((timer) => [{ ...timer, wait: 'none' }]),
  ),
  mutant(
    'backs off before its first round',
    'the timers',
    timing((timer) => [{ ...timer, wait: 'backOff' }]),
  ),
  mutant(
    'asks for a timer when it proposes',
    'the timers',
    doing((effects, input) =>
      isPromise(input) ? [...effects, { type: 'setTimer', wait: 'backOff' }] : effects,
    ),
  ),
];
