/** From a pure step function to a process. */
import { difference } from '../data/expect.js';
import { deepFreeze } from '../data/values.js';
import { type AnyEvent, type Outcome, PLAINLY, type Process, type StepFunction, sentBy } from './process.js';
import { called, purely } from './sandbox.js';

/** The process of one participant of a step function, started with an input. */
export function processOfFunction(
  functions: StepFunction<unknown, AnyEvent, AnyEvent, unknown>,
  input: unknown,
): Process {
  return {
    initial: (durable) => {
      const given = durable === undefined ? input : { ...Object(input), durable };
      return outcomeOf(
        purely(() => functions.initial(given)),
        '[state, messages]',
      );
    },
    step: (state, event) => {
      const answer = called((from, taken) => functions.step(from, taken), state, event);
      return answer === undefined
        ? 'guarded'
        : outcomeOf(answer, '[state, messages], or undefined where it takes no such event');
    },
    ...PLAINLY,
  };
}

/** @throws Error where a function answers something else than what is expected of it. */
function outcomeOf(answer: unknown, expected: string): Outcome<unknown, AnyEvent> {
  if (!Array.isArray(answer) || answer.length !== 2)
    throw new Error(`its answer is of the wrong shape: ${difference(expected, answer)}`);
  const [state, sent] = answer;
  return [deepFreeze(state), sentBy(sent)];
}
