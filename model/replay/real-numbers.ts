/** Runs told with real numbers where the search renames them by rank: they grow, and keep their names. */
import { ModelError } from '../data/model-error.js';
import { ABOVE_ALL } from '../reduction/rank.js';
import { rewritten } from '../reduction/representative.js';
import type { AnySystem } from '../system/system.js';
import type { End, Trace, TraceStep } from '../trace/trace.js';
import { Run } from './run.js';

/** What the ranks in one state of a run stand for. It does not change: a step leads to another. */
export class RealNumbers {
  private constructor(
    readonly keys: readonly string[],
    readonly real: readonly number[],
    readonly highest: number,
  ) {}

  /** Those of a run that has not begun. */
  static of({ system, ranked }: Run): RealNumbers {
    return new RealNumbers(system.ranked, ranked, Math.max(0, ...ranked));
  }

  /** Those after a step that leads to this run. */
  after({ ranked }: Run): RealNumbers {
    const real = ranked.map((rank) => this.#realOf(rank));
    return new RealNumbers(this.keys, real, Math.max(this.highest, ...real));
  }

  /** A value of this state, or of a step that is taken from it, as it reads with real numbers. */
  told<Value>(value: Value): Value {
    if (this.keys.length === 0) return value;
    return rewritten(value, {
      text: (text) => text,
      number: (key, number) => (this.keys.includes(key) ? this.#realOf(number) : number),
    }) as Value;
  }

  /** A new number is the first above all that there ever were. */
  #realOf(rank: number): number {
    return rank === ABOVE_ALL ? this.highest + 1 : this.real[rank]!;
  }
}

/**
 * The trace of a system with ranked numbers as a run in which they are what they stand for: a new one is the first above all that
 * there ever were. It is for reading: {@link replay} follows the trace with its ranks. Any other trace is told as it is.
 *
 * @throws ModelError where the trace is not one of the system.
 *
 * @example
 * withRealNumbers(lamps, trace) === trace; // → true
 */
export function withRealNumbers(system: AnySystem, trace: Trace): Trace {
  if (system.ranked.length === 0 || trace.images !== undefined) return trace;
  let run = Run.start(system);
  let numbers = RealNumbers.of(run);
  const steps = trace.steps.map((step, index): TraceStep => {
    const taken = run.take(step.participant, step.event);
    if ('because' in taken)
      throw new ModelError(
        `step ${index + 1} of the trace: expected to be taken in the system ${system.name}; got ${taken.because}`,
      );
    const told = numbers.told(step);
    run = taken.next;
    numbers = numbers.after(run);
    return told;
  });
  return { ...trace, steps, ...(trace.end && { end: numbers.told<End>(trace.end) }) };
}
