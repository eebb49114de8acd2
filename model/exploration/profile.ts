/** Where an exploration's states and its time come from: what one needs to know to make a model smaller. */

import { canonicalKey } from '../data/values.js';
import type { ProcessTable } from '../local/processes.js';
import type { Search } from '../search/search.js';

/** Each list begins with what there is most of. */
export interface Profile {
  /** By role: what its participants did, each on its own, summed up. */
  readonly roles: readonly {
    readonly role: string;
    readonly participants: number;
    readonly localStates: number;
    /** Pairs of a local state and an event that were tried. */
    readonly localSteps: number;
  }[];
  /** By role, and by history variable, the different values of each key of the context. */
  readonly keys: readonly {
    /** The role; `history` for a history variable. */
    readonly role: string;
    /** The key; the name of a history variable; `context` where the context has no keys. */
    readonly key: string;
    readonly values: number;
  }[];
  /** By type, the different messages sent. */
  readonly messages: readonly { readonly type: string; readonly variants: number }[];
  /** By property, and for the bound `within`, the calls of its code and their time. */
  readonly predicates: readonly {
    readonly property: string;
    readonly calls: number;
    readonly seconds: number;
  }[];
}

export function profileOf({ tables, judge }: Search): Profile {
  const participants = tables.processes.filter(({ role }) => role !== 'fault' && role !== 'history');
  const roles = [...grouped(participants, ({ role }) => role)].map(([role, members]) => ({
    role,
    participants: members.length,
    localStates: sum(members.map(({ states }) => states.length)),
    localSteps: sum(members.map(({ steps }) => steps.size)),
  }));
  const variants = grouped(tables.envelopes, ({ event }) => event.type);
  const within = judge.within === undefined ? [] : [{ property: 'within', ...timeOf([judge.within]) }];
  const claims = judge.cases.map(({ property, asked }) => ({ property: property.name, ...timeOf(asked) }));
  return {
    roles: most(roles, ({ localStates }) => localStates),
    keys: most(keysOf(tables.processes), ({ values }) => values),
    messages: most(
      [...variants].map(([type, { length }]) => ({ type, variants: length })),
      ({ variants }) => variants,
    ),
    predicates: most([...claims, ...within], ({ seconds }) => seconds),
  };
}

function keysOf(processes: readonly ProcessTable[]): Profile['keys'] {
  const values = new Map<string, { role: string; key: string; seen: Set<string> }>();
  const see = (role: string, key: string, value: unknown): void => {
    const name = canonicalKey([role, key]);
    if (!values.has(name)) values.set(name, { role, key, seen: new Set() });
    values.get(name)!.seen.add(canonicalKey(value));
  };
  for (const { id, role, process, states } of processes) {
    if (role === 'fault') continue;
    for (const state of states) {
      const { context } = process.show(state);
      if (role === 'history') see(role, id, context);
      else if (typeof context !== 'object' || context === null || Array.isArray(context))
        see(role, 'context', context);
      else for (const [key, value] of Object.entries(context)) see(role, key, value);
    }
  }
  return [...values.values()].map(({ role, key, seen }) => ({ role, key, values: seen.size }));
}

function timeOf(asked: readonly { readonly evaluations: number; readonly seconds: number }[]) {
  return {
    calls: sum(asked.map(({ evaluations }) => evaluations)),
    seconds: sum(asked.map(({ seconds }) => seconds)),
  };
}

function grouped<Item>(
  items: readonly Item[],
  by: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(by(item));
    if (group === undefined) groups.set(by(item), [item]);
    else group.push(item);
  }
  return groups;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function most<Item>(items: readonly Item[], of: (item: Item) => number): readonly Item[] {
  return [...items].sort((a, b) => of(b) - of(a));
}
