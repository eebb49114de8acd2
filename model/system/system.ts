/** What is checked: roles, a network, faults and bounds, put together. */
import { type Check, isObject, that } from '../data/expect.js';
import { checkDefinition, type DeadPredicate, type Faults, type SystemDefinition } from './definition.js';
import { type HistoryVariable, type Observers, variablesOf } from './history.js';
import type { Instant } from './instant.js';
import type { Network } from './network.js';
import type { AnyRole } from './role.js';
import type { StateView } from './state-view.js';

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
  checkDefinition(definition);
  return {
    name: definition.name,
    roles: definition.roles,
    rounds: definition.rounds ?? 0,
    network: definition.network,
    instant: definition.instant ?? [],
    latestBy: (definition.latestBy ?? {}) as Readonly<Record<string, readonly string[]>>,
    faults: (definition.faults ?? {}) as Faults<string>,
    history: variablesOf(definition.history ?? {}),
    ...(definition.within && { within: definition.within as (state: never) => boolean }),
    symmetry: definition.symmetry ?? {},
    ranked: definition.ranked ?? [],
    dead: (definition.dead ?? {}) as Readonly<Record<string, DeadPredicate>>,
    show: definition.show ?? (() => undefined),
  };
}

/** A system, perhaps with something changed. */
export const aSystem: Check = that(
  'a system, made with system(…)',
  (value) => isObject(value) && isObject(value.roles) && 'network' in value && 'faults' in value,
);
