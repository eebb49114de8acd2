/** Roles: a behaviour, the participants that have it, and what reaches them from outside. */
import type { AnyStateMachine, EmittedFrom, EventFromLogic, InputFrom, SnapshotFrom } from 'xstate';
import { processOfFunction } from '../participant/function.js';
import { isMachine, processOfMachine } from '../participant/machine.js';
import type { AnyEvent, Process, StepFunction } from '../participant/process.js';

/** A participant as properties see it. */
export interface Participant<Value, Context> {
  /** The participant's name, unique in its system. */
  readonly id: string;
  /** The state node (or nodes) its machine is in. */
  readonly value: Value;
  /** Its machine's context, or its step function's state. */
  readonly context: Context;
}

/** A role: a behaviour, and the participants that have it. Made by {@link role}. */
export interface Role<Value, Context, Event extends AnyEvent, Emitted> {
  readonly instances: readonly string[];
  readonly process: (id: string) => Process;
  readonly inputs: (id: string) => readonly Event[];
  readonly ignores: Readonly<Record<string, string>>;
  /** Keys of the context that survive a crash. */
  readonly durable: readonly string[];
  /** Types only; never present. */
  readonly types?: { value: Value; context: Context; event: Event; emitted: Emitted };
}

// biome-ignore lint/suspicious/noExplicitAny: the bound of a type parameter, where any is what lets every role in
export type AnyRole = Role<any, any, any, any>;

/** How a role's participants are named and started, and what reaches them from outside. */
export interface RoleOptions<Event extends AnyEvent, Input, Context = unknown> {
  /** The participants: names alone, or names with the input that each is started with. */
  readonly instances: readonly string[] | Readonly<Record<string, Input>>;
  /**
   * Events that may happen to a participant at any moment: timeouts, requests from outside. In every state the
   * checker tries each of them; one that the participant does not accept there is no step.
   */
  readonly inputs?: readonly Event[] | ((id: string) => readonly Event[]);
  /**
   * Types of events that a participant may meet in a state without a handler for them, each with the reason why that
   * is right. Any other event without a handler is an error of the model.
   */
  readonly ignores?: { readonly [Type in Event['type']]?: string };
  /**
   * The keys of the context that survive a crash; all others are lost. A participant that restarts is started anew, with
   * these as `durable` in its input: its machine's `context: ({ input }) => …` says what becomes of them.
   */
  readonly durable?: readonly (keyof Context & string)[];
}

/**
 * The role of an XState machine's participants. The machine's `emit` is how it sends.
 *
 * @example
 * const { instances } = role(lamp, { instances: ['l1', 'l2'], inputs: [{ type: 'press' }] });
 * instances; // → ['l1', 'l2']
 */
export function role<Machine extends AnyStateMachine>(
  machine: Machine,
  options: RoleOptions<EventFromLogic<Machine>, InputFrom<Machine>, SnapshotFrom<Machine>['context']>,
): Role<
  SnapshotFrom<Machine>['value'],
  SnapshotFrom<Machine>['context'],
  EventFromLogic<Machine>,
  EmittedFrom<Machine>
>;
/** The role of participants written as a pure step function. */
export function role<State, Event extends AnyEvent, Emitted extends AnyEvent, Input>(
  functions: StepFunction<State, Event, Emitted, Input>,
  options: RoleOptions<Event, Input, State>,
): Role<undefined, State, Event, Emitted>;
export function role(
  behaviour: AnyStateMachine | StepFunction<unknown, AnyEvent, AnyEvent, unknown>,
  options: RoleOptions<AnyEvent, unknown, Record<string, unknown>>,
): AnyRole {
  const named = Array.isArray(options.instances);
  const instances: readonly string[] = named
    ? (options.instances as readonly string[])
    : Object.keys(options.instances);
  const inputOf = (id: string): unknown =>
    named ? undefined : (options.instances as Record<string, unknown>)[id];
  const { inputs = [] } = options;
  for (const [type, reason] of Object.entries(options.ignores ?? {}))
    if (String(reason).trim() === '')
      throw new Error(
        `a role ignores '${type}' without a reason; expected a sentence that says why nothing need be done, or a handler`,
      );
  return {
    instances,
    process: (id) =>
      isMachine(behaviour)
        ? processOfMachine(behaviour, inputOf(id))
        : processOfFunction(behaviour, inputOf(id)),
    inputs: typeof inputs === 'function' ? inputs : () => inputs,
    ignores: (options.ignores ?? {}) as Record<string, string>,
    durable: options.durable ?? [],
  };
}
