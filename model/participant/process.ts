/**
 * One participant, as the checker sees it: a first state, and a pure step.
 *
 * A state machine becomes a process in machine.ts; a pure step function is one already. Everything a process
 * holds or sends is plain data (values.ts), so that equal states can be recognised as equal.
 */
import { difference, isObject } from '../data/expect.js';
import { canonicalKey, deepFreeze } from '../data/values.js';

/** Whom a message is for: a participant's name, a role's or a part's, `all`, `others` (all but the sender), or a list of these. */
export type Address = string | readonly string[];

/** The addresses that mean every participant, and every one but the sender. */
export const ALL = 'all';
export const OTHERS = 'others';

/** The shape of every event: a type, and plain data. */
export interface AnyEvent {
  readonly type: string;
}

/** Whether something has the shape of an event, as far as can be seen without looking into it. */
export function isEvent(value: unknown): value is AnyEvent {
  return isObject(value) && typeof value.type === 'string';
}

/** A message as its sender emits it: the message and its address. */
export type Sent<Message> = Message & { readonly to: Address };

/** A message as its receiver is given it: the message and its sender's name, put there by the network. */
export type Received<Message> = Message & { readonly from: string };

/** What a process became and what it sent, in order. */
export type Outcome<State, Emitted> = readonly [state: State, sent: readonly Emitted[]];

/**
 * A participant as a pair of pure functions, for roles that are not written as machines.
 *
 * `step` returns `undefined` where the process accepts no such event in that state: then nothing happens, and a
 * message stays where it is.
 */
export interface StepFunction<State, Event extends AnyEvent, Emitted extends AnyEvent, Input = undefined> {
  readonly initial: (input: Input) => Outcome<State, Emitted>;
  readonly step: (state: State, event: Event) => Outcome<State, Emitted> | undefined;
}

/** Why a process took no step: no handler for the event in that state, or handlers whose guards all refused. */
export type Refusal = 'unhandled' | 'guarded';

/** What one participant shows to properties and traces. */
export interface LocalState {
  /** The state node or nodes a machine is in; absent for a step function. */
  readonly value?: unknown;
  /** The machine's context, or the step function's whole state. */
  readonly context: unknown;
}

/** A role's behaviour behind one face, whether machine or function. States are opaque to the engine. */
export interface Process {
  /** The first state; after a crash, given what was durable, by key. */
  readonly initial: (durable?: Readonly<Record<string, unknown>>) => Outcome<unknown, AnyEvent>;
  readonly step: (state: unknown, event: AnyEvent) => Outcome<unknown, AnyEvent> | Refusal;
  /** The state as plain data: alike for equal states and for no others. */
  readonly data: (state: unknown) => unknown;
  readonly show: (state: unknown) => LocalState;
  /** The same state, perhaps of another participant of the role, with another context. */
  readonly withContext: (state: unknown, context: unknown) => unknown;
  /** The types of events that it has a handler for in a state, whatever guards say; absent for a step function. */
  readonly awaits?: (state: unknown) => readonly string[];
  /** Whether it has a handler for the type in any state; absent where only its steps can tell, as for a step function. */
  readonly handles?: (type: string) => boolean;
  /** What it is composed of; absent where it is one machine or step function. */
  readonly composed?: Composed;
}

/** The inside of a process that is composed of others. */
export interface Composed {
  readonly parts: Readonly<Record<string, Process>>;
  /**
   * What happens within a step, one event after another: first the one that the step takes, then the messages that the parts send to
   * the participant itself. Without a state and an event it is the start; with what was durable, a restart.
   */
  readonly inside: (
    state?: unknown,
    event?: AnyEvent,
    durable?: Readonly<Record<string, unknown>>,
  ) => readonly ComposedStep[];
  /** The same composition of other parts. */
  readonly withParts: (change: (part: Process, name: string) => Process) => Process;
}

/** What comes of one event that a composed process takes. */
export interface ComposedStep {
  readonly event?: AnyEvent;
  readonly before: unknown;
  readonly after: unknown;
  /** Whether any part accepted the event. */
  readonly isTaken: boolean;
  readonly sent: readonly AnyEvent[];
  /** What comes of it in each part that handles its type. */
  readonly parts: readonly PartStep[];
}

/** One part's step; without an outcome where the part does not accept the event. */
export interface PartStep {
  readonly part: string;
  readonly before: unknown;
  readonly event?: AnyEvent;
  readonly outcome?: Outcome<unknown, AnyEvent>;
}

/** How a process shows a state that is plain data already, and no node of a machine. */
export const PLAINLY: Pick<Process, 'data' | 'show' | 'withContext'> = {
  data: (state) => state,
  show: (state) => ({ context: state }),
  withContext: (_, context) => deepFreeze(context),
};

/** A canonical text of a state: equal for equal states and for no others. */
export function keyOf({ data }: Pick<Process, 'data'>, state: unknown): string {
  return canonicalKey(data(state));
}

/**
 * What a participant sends, as it was made by code of its own.
 *
 * @throws Error where that is no list of messages.
 */
export function sentBy(messages: unknown): readonly AnyEvent[] {
  if (!Array.isArray(messages))
    throw new Error(`it sends what is no list: ${difference('a list of messages', messages)}`);
  const wrong = messages.findIndex((message) => !isEvent(message));
  if (wrong < 0) return messages;
  throw new Error(
    `it sends what is no message: ${difference("an object with a 'type' (a text) and an address 'to'", messages[wrong])}`,
  );
}
