/** A run as plain data: what counterexamples, witnesses, reports and replays share. */
import type { AnyEvent, LocalState } from '../participant/process.js';

/** A message as it was sent, with its address. */
export type SentMessage = AnyEvent & { readonly to: string | readonly string[] };

/** A run from the initial state: a counterexample, or a witness. Plain data. */
export interface Trace {
  readonly system: string;
  /** Every participant's first state, by name; history variables included. */
  readonly initial: Readonly<Record<string, LocalState>>;
  /** The names of history variables and of what counts faults: not participants. */
  readonly history: readonly string[];
  readonly steps: readonly TraceStep[];
  /** For a run that never ends: how many steps lead to the loop that the rest of the steps goes round; none of them, to stay for ever. */
  readonly loop?: number;
  /** For a refinement: the image of every state, the initial one first. */
  readonly images?: readonly unknown[];
  /** Of a deadlock, or of where the model's own code went wrong: the last state in full. */
  readonly end?: End;
}

/** The state in which a run ends. */
export interface End {
  readonly participants: readonly {
    /** A participant, or a history variable. */
    readonly id: string;
    readonly state: LocalState;
    /** In a deadlock: the types of messages that it has a handler for. A step function has none. */
    readonly waitsFor?: readonly string[];
    /** In a deadlock: the inputs that its guards refuse. */
    readonly refuses?: readonly AnyEvent[];
  }[];
  /** The messages under way; in a deadlock those that none of their receivers takes. */
  readonly underWay: readonly (SentMessage & { readonly from: string })[];
}

/** One participant's step. */
export interface TraceStep {
  readonly participant: string;
  /** What it took: an input, or a message with its sender's name. */
  readonly event: AnyEvent & { readonly from?: string };
  readonly before: LocalState;
  readonly after: LocalState;
  /** What it sent, in order. */
  readonly sent: readonly SentMessage[];
  /** What else happened within the same step: receptions of instant messages, by participants and history variables. */
  readonly within: readonly TraceStep[];
}

/**
 * States in the trace, the initial one included: what *length* means for a counterexample.
 *
 * @example
 * traceLength(trace); // → 2
 */
export function traceLength(trace: Trace): number {
  return trace.steps.length + 1;
}
