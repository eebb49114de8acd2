/** Roles: a behaviour, the participants that have it, and what reaches them from outside. */
import type { AnyStateMachine, EmittedFrom, EventFromLogic, InputFrom, SnapshotFrom } from 'xstate';
import {
  aName,
  anything,
  aText,
  type Check,
  either,
  isObject,
  listOf,
  options as optionsOf,
  recordOf,
  that,
} from '../data/expect.js';
import { processOfParts } from '../participant/composition.js';
import { processOfFunction } from '../participant/function.js';
import { isMachine, processOfMachine } from '../participant/machine.js';
import { type AnyEvent, isEvent, type Process, type StepFunction } from '../participant/process.js';
import {
  type AnyBehaviour,
  aBehaviour,
  Composition,
  type ContextOf,
  type EmittedBy,
  type EventOf,
  type InputOf,
  type ValueOf,
} from './compose.js';

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
  /** The names of its parts, where it is composed. */
  readonly parts: readonly string[];
  /** @param role the role's name, which is an address. */
  readonly process: (id: string, role?: string) => Process;
  readonly inputs: (id: string) => readonly Event[];
  readonly ignores: Readonly<Record<string, string>>;
  /** Keys and paths of the context that survive a crash. */
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
   * What of the context survives a crash, by keys or paths (`log.entries`); all else is lost. A participant that restarts is started anew,
   * with these as `durable` in its input: its machine's `context: ({ input }) => …` says what becomes of them. A path is kept as an object
   * within an object. Of a composed role a path begins with the part (`acceptor.promised`), and the part is given what follows.
   */
  readonly durable?: readonly PathIn<Context>[];
}

/** The keys of a record, and with dots between them those of the records in it, three deep. */
export type PathIn<Context, Deeper extends readonly unknown[] = [1, 2]> = [Context] extends [never]
  ? never
  : {
      readonly [Key in keyof Context & string]:
        | Key
        | (Deeper extends readonly [unknown, ...infer Rest]
            ? `${Key}.${PathIn<RecordIn<Context[Key]>, Rest>}`
            : never);
    }[keyof Context & string];

type RecordIn<Value> = Value extends readonly unknown[] | null | undefined
  ? never
  : Value extends object
    ? Value
    : never;

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
/** The role of participants that play several: of their parts see {@link compose}. */
export function role<Parts extends Readonly<Record<string, AnyBehaviour>>>(
  parts: Composition<Parts>,
  options: RoleOptions<
    EventOf<Parts[keyof Parts]>,
    { readonly [Name in keyof Parts]: InputOf<Parts[Name]> },
    { readonly [Name in keyof Parts]: ContextOf<Parts[Name]> }
  >,
): Role<
  { readonly [Name in keyof Parts]: ValueOf<Parts[Name]> },
  { readonly [Name in keyof Parts]: ContextOf<Parts[Name]> },
  EventOf<Parts[keyof Parts]>,
  EmittedBy<Parts[keyof Parts]>
>;
export function role(
  behaviour: AnyBehaviour | Composition<Readonly<Record<string, AnyBehaviour>>>,
  options: RoleOptions<AnyEvent, unknown, Record<string, unknown>>,
): AnyRole {
  const of = nameOf(behaviour);
  checkOptions(options, of);
  const named = Array.isArray(options.instances);
  const instances: readonly string[] = named
    ? (options.instances as readonly string[])
    : Object.keys(options.instances);
  const inputOf = (id: string): unknown =>
    named ? undefined : (options.instances as Record<string, unknown>)[id];
  const { inputs = [] } = options;
  const ignores = (options.ignores ?? {}) as Record<string, string>;
  return {
    instances,
    parts: behaviour instanceof Composition ? Object.keys(behaviour.parts) : [],
    process: (id, name = '') => {
      const input = inputOf(id);
      if (!(behaviour instanceof Composition)) return processOf(behaviour, input);
      const parts = Object.entries(behaviour.parts).map(
        ([part, one]) => [part, processOf(one, Object(input)[part])] as const,
      );
      return processOfParts(Object.fromEntries(parts), { id, role: name, ignores });
    },
    inputs: (id) => {
      if (typeof inputs !== 'function') return inputs;
      const answered = inputs(id);
      listOf(anEvent)(answered, of, `inputs('${id}')`);
      return answered;
    },
    ignores,
    durable: options.durable ?? [],
  };
}

function processOf(behaviour: AnyBehaviour, input: unknown): Process {
  return isMachine(behaviour) ? processOfMachine(behaviour, input) : processOfFunction(behaviour, input);
}

/** What errors call the role, which has no name yet. */
function nameOf(behaviour: AnyBehaviour | Composition<Readonly<Record<string, AnyBehaviour>>>): string {
  if (behaviour instanceof Composition)
    return `a role of the parts ${Object.keys(behaviour.parts).join(', ')}`;
  aBehaviour(behaviour, 'a role');
  return isMachine(behaviour) ? `a role of the machine '${behaviour.id}'` : 'a role of a step function';
}

const anEvent = that("an event: an object with a 'type', which is a text", isEvent);

const REASON = that(
  'a sentence that says why nothing need be done, or else a handler',
  (value) => typeof value === 'string' && value.trim() !== '',
);

const checkOptions = optionsOf(
  {
    instances: either(
      'a list of names, or an object of inputs by name',
      [Array.isArray, listOf(aText)],
      [isObject, recordOf(anything)],
    ),
  },
  {
    inputs: either(
      'a list of events, or a function from a name to such a list',
      [Array.isArray, listOf(anEvent)],
      [(value) => typeof value === 'function', anything],
    ),
    ignores: recordOf(REASON),
    durable: listOf(aName),
  } satisfies Omit<Record<keyof RoleOptions<AnyEvent, unknown>, Check>, 'instances'>,
);

/** Whether something is a role, perhaps with something changed. */
export function isRole(value: unknown): value is AnyRole {
  return isObject(value) && Array.isArray(value.instances) && typeof value.process === 'function';
}
