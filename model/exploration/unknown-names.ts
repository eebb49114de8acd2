/**
 * Names that a system or its properties use and that nothing has: a message that nobody sends, a key that no context has.
 *
 * Before the search they are refused as far as machines tell what there is; after a search that visited everything, all of them are.
 */
import { type Check, isObject, listOf, oneOf } from '../data/expect.js';
import type { ProcessTable } from '../local/processes.js';
import { anatomyOf, unnamedParts } from '../participant/anatomy.js';
import { isMachineProcess } from '../participant/machine.js';
import type { Search } from '../search/search.js';
import { isFault, RESTART, STOP } from '../system/faults.js';
import { instantRules } from '../system/instant.js';
import type { Fairness } from '../system/property.js';
import type { AnyRole } from '../system/role.js';

/** @throws ModelError naming the place, the names that there are, and the nearest. */
export function refuseUnknownNames(search: Search): void {
  const { system, tables, judge, complete, stopped } = search;
  const of = `system ${system.name}`;
  const participants = tables.processes.filter(({ kind }) => kind === 'participant');
  const handled = typesHandled(participants);
  const sent = tables.emissions.flatMap((emission) => emission.sent.map(({ type }) => type));
  const aMessage = among('messages', [...sent, ...handled.names]);
  const areHeardKnown = complete || handled.areAll;

  for (const { property } of judge.cases)
    if (property.kind === 'leads-to')
      for (const [at, { of }] of property.fairness.entries()) {
        const checks = checksOfSteps(of, participants, areHeardKnown ? { type: aMessage } : {});
        const named: Readonly<Record<string, unknown>> = 'delivery' in of ? of.delivery : { ...of };
        for (const [key, check] of Object.entries(checks))
          if (named[key] !== undefined)
            check(named[key], `property '${property.name}'`, `fairness[${at}].${key}`);
      }
  if (areHeardKnown)
    for (const [at, { type }] of instantRules(system).entries())
      if (type !== undefined && at < system.instant.length) aMessage(type, of, `instant[${at}]`);
  for (const [role, { durable }] of Object.entries(system.roles as Record<string, AnyRole>)) {
    if (durable.length === 0) continue;
    const { names, areAll } = contextKeys(participants.filter((table) => table.role === role));
    if (complete || areAll)
      listOf(among('keys of its contexts', names))(durable, of, `roles.${role}.durable`);
  }
  // Where a name is wrong, numbers go on growing: such a search is likely to end by its budget.
  if (system.ranked.length > 0 && (complete || stopped === 'states' || stopped === 'memory'))
    listOf(among('keys of contexts and messages', allKeys(search)))(system.ranked, of, 'ranked');
  if (!complete) return;

  const observed = among('messages', [...sent, ...handled.names, RESTART.type, STOP.type]);
  for (const [name, { on }] of Object.entries(system.history))
    for (const type of Object.keys(on)) observed(type, of, `history.${name}`);
  for (const type of Object.keys(system.latestBy)) aMessage(type, of, 'latestBy');
  for (const { property, asked } of judge.cases)
    for (const { messageTypes } of asked.flatMap(({ footprints }) => footprints))
      for (const type of messageTypes) aMessage(type, `property '${property.name}'`, `messages('${type}')`);
}

function among(what: string, names: readonly string[]): Check {
  return oneOf([...new Set(names)].sort(), `one of the ${what}`);
}

/** How the names in an assumption of fairness are checked, by key. */
function checksOfSteps(
  of: Fairness['of'],
  participants: readonly ProcessTable[],
  more: Readonly<Record<string, Check>>,
): Readonly<Record<string, Check>> {
  const at = 'input' in of ? of.at : undefined;
  const having = participants.filter(({ id }) => id === (at ?? id));
  const inputs = having.flatMap((table) => table.inputs.filter((input) => !isFault(input)));
  const aParticipant = among(
    'participants',
    participants.map(({ id }) => id),
  );
  return {
    ...more,
    role: among(
      'roles',
      participants.map(({ role }) => role),
    ),
    at: aParticipant,
    from: aParticipant,
    to: aParticipant,
    input: among(
      at === undefined ? 'inputs' : `inputs of ${at}`,
      inputs.map(({ type }) => type),
    ),
  };
}

/** Names that are known, and whether there can be no others. */
interface Known {
  readonly names: readonly string[];
  readonly areAll: boolean;
}

/** The types of events that participants have handlers for, or reasons to ignore. */
function typesHandled(participants: readonly ProcessTable[]): Known {
  const behaviours = participants.flatMap(({ process }) =>
    Object.values(process.composed?.parts ?? [process]),
  );
  const ofMachines = behaviours.map((behaviour) =>
    isMachineProcess(behaviour)
      ? anatomyOf(behaviour.machine).transitions.map(({ event }) => event)
      : undefined,
  );
  const names = [
    ...ofMachines.flatMap((types) => types ?? []).filter((type) => type !== ''),
    ...participants.flatMap(({ ignores }) => Object.keys(ignores)),
  ];
  return { names, areAll: !ofMachines.includes(undefined) && !names.some((name) => name.endsWith('*')) };
}

/** The keys of a role's contexts, and paths to what is in them, as far as they were met. */
function contextKeys(members: readonly ProcessTable[]): Known {
  const [first] = members;
  const met = members.flatMap(({ process, states }) =>
    states.flatMap((state) => pathsIn(process.show(state).context)),
  );
  if (!isMachineProcess(first!.process)) return { names: met, areAll: false };
  const { machine } = first!.process;
  const { actions } = anatomyOf(machine);
  const isTold = unnamedParts(machine).length === 0 && actions.every(({ kind }) => kind !== 'enqueue');
  return { names: [...met, ...actions.flatMap(({ keys = [] }) => keys)], areAll: isTold };
}

/** The keys under which contexts and messages keep anything, however deep. */
function allKeys({ tables }: Search): readonly string[] {
  const contexts = tables.processes.flatMap(({ process, states }) =>
    states.map((state) => process.show(state).context),
  );
  return [...contexts, ...tables.envelopes.map(({ event }) => event)].flatMap(keysIn);
}

/** `log` and `log.entries` of `{ log: { entries: [] } }`. */
function pathsIn(value: unknown): readonly string[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    key,
    ...pathsIn(item).map((path) => `${key}.${path}`),
  ]);
}

function keysIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(keysIn);
  return Array.isArray(value) ? below : [...Object.keys(value), ...below];
}
