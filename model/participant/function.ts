/** From a pure step function to a process. */
import { deepFreeze } from '../data/values.js';
import type { AnyEvent, Process, StepFunction } from './process.js';
import { called, purely } from './sandbox.js';

/** The process of one participant of a step function, started with an input. */
export function processOfFunction(
  functions: StepFunction<unknown, AnyEvent, AnyEvent, unknown>,
  input: unknown,
): Process {
  return {
    initial: (durable) => {
      const given = durable === undefined ? input : { ...Object(input), durable };
      const [state, sent] = purely(() => functions.initial(given));
      return [deepFreeze(state), sent];
    },
    step: (state, event) => {
      const outcome = called((from, taken) => functions.step(from, taken), state, event);
      return outcome === undefined ? 'guarded' : [deepFreeze(outcome[0]), outcome[1]];
    },
    data: (state) => state,
    show: (state) => ({ context: state }),
    withContext: (_, context) => deepFreeze(context),
  };
}
