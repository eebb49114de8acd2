/** A trace told with real numbers where the search renames them by rank: they grow, and keep their names. */
import { ModelError } from '../data/model-error.js';
import { ABOVE_ALL } from '../reduction/rank.js';
import { rewritten } from '../reduction/representative.js';
import type { AnySystem } from '../system/system.js';
import type { End, Trace, TraceStep } from '../trace/trace.js';
import { Run } from './run.js';

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
  let real = run.ranked;
  let highest = Math.max(0, ...real);
  const realOf = (rank: number): number => (rank === ABOVE_ALL ? highest + 1 : real[rank]!);
  const written = (value: unknown): unknown =>
    rewritten(value, {
      text: (text) => text,
      number: (key, number) => (system.ranked.includes(key) ? realOf(number) : number),
    });
  const steps = trace.steps.map((step, index) => {
    const taken = run.take(step.participant, step.event);
    if ('because' in taken)
      throw new ModelError(
        `step ${index + 1} of the trace: expected to be taken in the system ${system.name}; got ${taken.because}`,
      );
    const told = written(step);
    run = taken.next;
    real = run.ranked.map(realOf);
    highest = Math.max(highest, ...real);
    return told as TraceStep;
  });
  return { ...trace, steps, ...(trace.end && { end: written(trace.end) as End }) };
}
