/**
 * What is checked: roles, a network, faults and bounds, put together, and the words in which properties speak of them.
 */
import type { AnyEvent, Received } from '../participant/process.js';
import { type HistoryVariable, type Observers, type ValuesOf, variablesOf } from './history.js';
import { type Instant, instantRules } from './instant.js';
import { NETWORKS, type Network } from './network.js';
import type { AnyRole, Participant, Role } from './role.js';

type EmittedBy<R> = R extends Role<infer _V, infer _C, infer _E, infer Emitted> ? Emitted : never;
type WithoutAddress<Emitted> = Emitted extends unknown ? Omit<Emitted, 'to'> : never;

/** The union of the messages that the roles of a system send, as their receivers see them. */
export type MessageOf<Roles> = Received<WithoutAddress<EmittedBy<Roles[keyof Roles]>>>;

type EventOf<R> = R extends Role<infer _V, infer _C, infer Event, infer _M> ? Event : never;
type ParticipantOf<R> =
  R extends Role<infer Value, infer Context, infer _E, infer _M> ? Participant<Value, Context> : never;

/** A state of the whole system, as properties see it: participants by role, messages by type, history by name. */
export type StateView<Roles, History> = {
  readonly [Name in keyof Roles]: readonly ParticipantOf<Roles[Name]>[];
} & {
  /** The messages of one type under way; over a lossy network, all that were ever sent. */
  readonly messages: <Type extends MessageOf<Roles> extends { type: infer T } ? T & string : never>(
    type: Type,
  ) => readonly Extract<MessageOf<Roles>, { type: Type }>[];
  /** The history variables. */
  readonly history: ValuesOf<History>;
};

/**
 * What may go wrong besides the network, and how often: each number bounds the faults of its kind in one run; `Infinity` is
 * any number of them. They happen at any moment.
 */
export interface Faults<RoleName extends string> {
  /** By role, how often one of its participants may crash and restart: it loses all context that is not durable. */
  readonly restarts?: { readonly [Name in RoleName]?: number };
  /** By role, how often one of its participants may stop for good. */
  readonly stops?: { readonly [Name in RoleName]?: number };
  /**
   * How often the network may split into sides, lists of participants, and heal again. While it is split nothing is received
   * from another side; a participant on no side hears everybody and is heard.
   */
  readonly partitions?: { readonly sides: readonly (readonly string[])[]; readonly times: number };
}

/** The event by which a fault shows in traces and, with its participant as `from`, to history variables. */
export type Fault = { readonly type: 'fault.restart' } | { readonly type: 'fault.stop' };

type FieldOf<Message> = Exclude<keyof Message, 'type' | 'from'> & string;

/** What a system is made of. */
export interface SystemDefinition<Roles extends Record<string, AnyRole>, History extends Observers> {
  readonly name: string;
  readonly roles: Roles;
  readonly network: Network;
  /** How many rounds there are, over the network `rounds`. */
  readonly rounds?: number;
  /**
   * Messages that are received within the step that sends them, and never seen under way: all of a type, all to the participants of a
   * role, or those of a type to a role.
   */
  readonly instant?: readonly Instant<MessageOf<Roles>['type'], keyof Roles & string>[];
  /**
   * Over a network that keeps the latest message only: by type, the fields that tell messages of one sender and receiver apart. One
   * takes the place only of another that has the same values in them; without fields, of any other of its type.
   */
  readonly latestBy?: {
    readonly [Type in MessageOf<Roles>['type']]?: readonly FieldOf<
      Extract<MessageOf<Roles>, { type: Type }>
    >[];
  };
  /** Crashes, stops and partitions; none when left out. */
  readonly faults?: Faults<keyof Roles & string>;
  /** History variables: what properties may remember of the past. */
  readonly history?: History;
  /**
   * States beyond these bounds are checked but not continued, and the verdict says how many there were: it then holds
   * for runs within the bounds.
   */
  readonly within?: (state: StateView<Roles, History>) => boolean;
  /**
   * Names that differ in nothing but their spelling: the participants of these roles, and the values of each list. Used when a
   * search is asked to (`explore`'s `symmetry`), and then made sure of.
   */
  readonly symmetry?: {
    readonly roles?: readonly (keyof Roles & string)[];
    readonly values?: readonly (readonly string[])[];
  };
  /**
   * Keys under which contexts and messages keep numbers of which only the order counts; they are renamed by rank, so that numbers that
   * grow for ever make finitely many states. A participant may compare them, and take a new one: `ABOVE_ALL`.
   */
  readonly ranked?: readonly string[];
  /**
   * By the receiver's role: whether a message under way to it can have no effect any more, whatever becomes of the receiver. Such a
   * message is taken out, so that states that differ in nothing else are one. The receiver must refuse it then, and ever after.
   */
  readonly dead?: {
    readonly [Name in keyof Roles]?: (
      message: EventOf<Roles[Name]>,
      receiver: ParticipantOf<Roles[Name]>,
    ) => boolean;
  };
  /** How a value is written in traces; `undefined` leaves it to the checker. */
  readonly show?: (value: unknown) => string | undefined;
}

type DeadPredicate = (message: AnyEvent, receiver: Participant<unknown, unknown>) => boolean;

/** A finite system that can be explored. Made by {@link system}. */
export interface System<Roles extends Record<string, AnyRole>, History extends Observers> {
  readonly name: string;
  readonly roles: Roles;
  readonly network: Network;
  readonly rounds: number;
  readonly instant: readonly Instant[];
  readonly latestBy: Readonly<Record<string, readonly string[]>>;
  readonly faults: Faults<string>;
  readonly history: Readonly<Record<string, HistoryVariable>>;
  readonly within?: (state: never) => boolean;
  readonly symmetry: { readonly roles?: readonly string[]; readonly values?: readonly (readonly string[])[] };
  readonly ranked: readonly string[];
  readonly dead: Readonly<Record<string, DeadPredicate>>;
  readonly show: (value: unknown) => string | undefined;
  /** Types only; never present. */
  readonly types?: { history: History };
}

// biome-ignore lint/suspicious/noExplicitAny: the bound of a type parameter, where any is what lets every system in
export type AnySystem = System<any, any>;

/** The type of a system's states, for the parameters of its properties. */
export type StateOf<S> = S extends System<infer Roles, infer History> ? StateView<Roles, History> : never;

const RESERVED = new Set(['all', 'others', 'messages', 'history', 'network', '__proto__']);

/**
 * Puts a system together.
 *
 * @throws Error where a name is used twice or is reserved, or a role has no participant.
 *
 * @example
 * const two = system({
 *   name: 'two lamps',
 *   network: 'unordered',
 *   roles: { lamp: role(lamp, { instances: ['l1', 'l2'], inputs: [{ type: 'press' }] }) },
 * });
 * (await explore(two, [])).states; // → 25
 */
export function system<
  Roles extends Record<string, AnyRole>,
  // biome-ignore lint/complexity/noBannedTypes: no history variables
  const History extends Observers = {},
>(definition: SystemDefinition<Roles, History>): System<Roles, History> {
  const seen = new Set<string>(NETWORKS[definition.network].hasRounds ? [...RESERVED, 'clock'] : RESERVED);
  const claim = (name: string, what: string): void => {
    if (seen.has(name))
      throw new Error(
        `system ${definition.name}: ${what} is called '${name}', but that name is taken or reserved; ` +
          'roles and participants need names of their own',
      );
    seen.add(name);
  };
  for (const [name, { instances }] of Object.entries(definition.roles)) {
    claim(name, 'a role');
    if (instances.length === 0)
      throw new Error(
        `system ${definition.name}: role '${name}' has no participant; expected at least one in 'instances'`,
      );
    for (const id of instances) claim(id, `a participant of role '${name}'`);
  }
  // Two roles may have parts of one name, or a part the name of a role: both are meant by it.
  const names = new Set(Object.keys(definition.roles));
  for (const [role, { parts }] of Object.entries(definition.roles))
    for (const part of parts.filter((part) => !names.has(part))) {
      claim(part, `a part of role '${role}'`);
      names.add(part);
    }
  const history = variablesOf(definition.history ?? {});
  for (const name of new Set([...Object.keys(definition.history ?? {}), ...Object.keys(history)]))
    claim(name, 'a history variable');
  for (const id of definition.faults?.partitions?.sides.flat() ?? [])
    if (!seen.has(id) || RESERVED.has(id) || id in definition.roles)
      throw new Error(
        `system ${definition.name}: a side of its partition names '${id}', which is no participant; ` +
          `expected some of: ${Object.values(definition.roles)
            .flatMap(({ instances }) => instances)
            .join(', ')}`,
      );
  const { rounds = 0 } = definition;
  if (NETWORKS[definition.network].hasRounds !== rounds > 0)
    throw new Error(
      `system ${definition.name}: 'rounds', how many there are, goes with the network 'rounds' and with no other; ` +
        `got network '${definition.network}' and rounds ${rounds}`,
    );
  instantRules(definition);
  if (Object.keys(definition.latestBy ?? {}).length > 0 && !NETWORKS[definition.network].replaces)
    throw new Error(
      `system ${definition.name}: 'latestBy' says which messages take the place of others, but over the network ` +
        `'${definition.network}' none does; expected the network 'latest' or 'lossy-latest', or no 'latestBy'`,
    );
  return {
    name: definition.name,
    roles: definition.roles,
    rounds,
    network: definition.network,
    instant: definition.instant ?? [],
    latestBy: (definition.latestBy ?? {}) as Readonly<Record<string, readonly string[]>>,
    faults: (definition.faults ?? {}) as Faults<string>,
    history,
    ...(definition.within && { within: definition.within as (state: never) => boolean }),
    symmetry: definition.symmetry ?? {},
    ranked: definition.ranked ?? [],
    dead: (definition.dead ?? {}) as Readonly<Record<string, DeadPredicate>>,
    show: definition.show ?? (() => undefined),
  };
}
