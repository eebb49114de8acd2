/** A path through the states of a system, told step by step. */
import type { AnyEvent, LocalState } from './process.js';

export interface Trace {
  readonly system: string;
  /** By participant's name. */
  readonly initial: Readonly<Record<string, LocalState>>;
  readonly steps: readonly TraceStep[];
}

export interface TraceStep {
  readonly participant: string;
  /** What it took: an input, or a message with its sender. */
  readonly event: AnyEvent & { readonly from?: string };
  readonly before: LocalState;
  readonly after: LocalState;
  readonly sent: readonly (AnyEvent & { readonly to: string | readonly string[] })[];
  /** What happened within the same step, by instant messages. */
  readonly within: readonly TraceStep[];
}

/** States in the trace, the initial one included: a counterexample's length. */
export function traceLength(trace: Trace): number {
  return trace.steps.length + 1;
}
