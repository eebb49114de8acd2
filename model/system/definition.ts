/** What a system is put together from, and the check of it. */
import {
  aFunction,
  aName,
  aText,
  type Check,
  either,
  isObject,
  listOf,
  oneOf,
  options,
  recordOf,
  that,
  times,
  wholeNumber,
} from '../data/expect.js';
import { ModelError } from '../data/model-error.js';
import type { AnyEvent } from '../participant/process.js';
import { aHistory, type Observers, variablesOf } from './history.js';
import { type Instant, instantRules } from './instant.js';
import { NETWORKS, type Network } from './network.js';
import { type AnyRole, isRole, type Participant } from './role.js';
import type { EventOf, MessageOf, ParticipantOf, StateView } from './state-view.js';

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

export type DeadPredicate = (message: AnyEvent, receiver: Participant<unknown, unknown>) => boolean;

const RESERVED = ['all', 'others', 'messages', 'history', 'network', '__proto__'];

/** What of a definition has to do with names. */
type Named = Pick<
  SystemDefinition<Record<string, AnyRole>, Observers>,
  'roles' | 'history' | 'faults' | 'network' | 'rounds' | 'latestBy'
> & { readonly name: string; readonly instant?: readonly Instant[] };

/**
 * Refuses what is no definition of a system.
 *
 * @throws ModelError naming the place, what was expected, what was got, and the nearest name.
 */
export function checkDefinition(definition: Named): void {
  const of = isObject(definition) ? `system ${String(definition.name)}` : 'a system';
  const roles = isObject(definition) && isObject(definition.roles) ? definition.roles : {};
  const participants = Object.values(roles).flatMap((one) => (isRole(one) ? one.instances : []));
  checkOptions(Object.keys(roles), participants)(definition, of);
  refuseSameNames(definition, of);
  const sides = definition.faults?.partitions?.sides ?? [];
  const twice = sides.flat().find((id, at, all) => all.indexOf(id) < at);
  if (twice !== undefined)
    throw new ModelError(
      `${of}: '${twice}' is named twice on the sides of its partition; expected each participant on one side, or on none`,
    );
  const { network, rounds = 0, latestBy = {} } = definition;
  if (NETWORKS[network].hasRounds !== rounds > 0)
    throw new ModelError(
      `${of}: 'rounds', how many there are, goes with the network 'rounds' and with no other; ` +
        `got network '${network}' and rounds ${rounds}`,
    );
  instantRules({ ...definition, instant: definition.instant ?? [] });
  if (Object.keys(latestBy).length > 0 && !NETWORKS[network].replaces)
    throw new ModelError(
      `${of}: 'latestBy' says which messages take the place of others, but over the network ` +
        `'${network}' none does; expected the network 'latest' or 'lossy-latest', or no 'latestBy'`,
    );
}

/** The options of a system that has these roles and participants. */
function checkOptions(roles: readonly string[], participants: readonly string[]): Check {
  const ofARole = oneOf(roles, 'one of the roles');
  const ofAParticipant = oneOf(participants, 'one of the participants');
  return options(
    {
      name: aText,
      roles: recordOf(that('a role, made with role(…)', isRole)),
      network: oneOf(Object.keys(NETWORKS)),
    },
    {
      rounds: wholeNumber(0),
      instant: listOf(
        either(
          "the type of a message, or an object of 'type', 'to' or both",
          [(value) => typeof value === 'string', aName],
          [isObject, options({}, { type: aName, to: aName })],
        ),
      ),
      latestBy: recordOf(listOf(aText)),
      faults: options(
        {},
        {
          restarts: recordOf(times, ofARole),
          stops: recordOf(times, ofARole),
          partitions: options({ sides: listOf(listOf(ofAParticipant), 2), times }),
        },
      ),
      history: aHistory,
      within: aFunction,
      symmetry: options({}, { roles: listOf(ofARole), values: listOf(listOf(aText)) }),
      ranked: listOf(aText),
      dead: recordOf(aFunction, ofARole),
      show: aFunction,
    },
  );
}

/** Refuses names that would stand for two things, or for something of the checker's own. */
function refuseSameNames({ roles, history = {}, network }: Named, of: string): void {
  const seen = new Set(NETWORKS[network].hasRounds ? [...RESERVED, 'clock'] : RESERVED);
  const claim = (name: string, what: string): void => {
    if (seen.has(name))
      throw new ModelError(
        `${of}: ${what} is called '${name}', but that name is taken or reserved; ` +
          'roles and participants need names of their own',
      );
    seen.add(name);
  };
  if (Object.keys(roles).length === 0) throw new ModelError(`${of}: expected at least one role in 'roles'`);
  for (const [name, { instances }] of Object.entries(roles)) {
    claim(name, 'a role');
    if (instances.length === 0)
      throw new ModelError(`${of}: role '${name}' has no participant; expected at least one in 'instances'`);
    for (const id of instances) claim(id, `a participant of role '${name}'`);
  }
  // Two roles may have parts of one name, or a part the name of a role: both are meant by it.
  const names = new Set(Object.keys(roles));
  for (const [role, { parts }] of Object.entries(roles))
    for (const part of parts.filter((part) => !names.has(part))) {
      claim(part, `a part of role '${role}'`);
      names.add(part);
    }
  for (const name of new Set([...Object.keys(history), ...Object.keys(variablesOf(history))]))
    claim(name, 'a history variable');
}
