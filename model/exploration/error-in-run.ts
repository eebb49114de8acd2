/** The error of a model that goes wrong in a run. */

import { runToError } from '../counterexample/run-to-error.js';
import { ModelError } from '../data/model-error.js';
import { withRealNumbers } from '../replay/real-numbers.js';
import { formatTrace } from '../report/text.js';
import type { Search } from '../search/search.js';
import type { Trace } from '../trace/trace.js';

/** Code of the model that goes wrong in a state that can be reached: the message ends with a shortest run there, and that state. */
export class ErrorInRun extends ModelError {
  readonly #trace: Trace;

  constructor({ message, cause }: ModelError, trace: Trace, text: string) {
    super(`${message}\n${trace.steps.length === 0 ? '' : 'the shortest run to it:\n'}${text}`, { cause });
    this.#trace = trace;
  }

  /** The run. The message tells it, so it is no property that is printed with the error once more. */
  get trace(): Trace {
    return this.#trace;
  }
}

/** An error that came in the search, with the run to it where the same comes again. Pauses now and then. */
export function* inRun(search: Search, error: unknown): Generator<void, unknown> {
  if (!(error instanceof ModelError)) return error;
  const trace = yield* runToError(search, error);
  if (trace === undefined) return error;
  const { system } = search;
  return new ErrorInRun(error, trace, formatTrace(withRealNumbers(system, trace), system.show));
}
