/** States that are the same but for names, or for numbers of which only the order counts, can stand for one another. */
import type { Tables } from '../local/tables.js';
import type { Parts } from '../state/parts.js';

/** Chooses one state of each class of states that may stand for one another. */
export interface Canonical {
  /** Whether a state has other names or numbers than its representative. What is claimed of a step is then asked before they are changed. */
  readonly renames: boolean;
  /** A state without what can have no effect any more; the state itself, as the same object, where there is nothing of the kind. */
  readonly alive: (parts: Parts) => Parts;
  /** The representative of a state; the state itself, as the same object, where it is its own. */
  readonly representative: (parts: Parts) => Parts;
}

/** Rewrites plain data from the leaves up: strings, numbers and keys by the functions given, all else as it is. */
export interface Rewriting {
  readonly text: (text: string) => string;
  readonly number: (key: string, number: number) => number;
}

/**
 * Plain data rewritten. An array of texts in strictly ascending order is taken for a set, and sorted again; whether that was
 * right shows when the rewritten states take their steps.
 */
export function rewritten(value: unknown, by: Rewriting, key = ''): unknown {
  if (typeof value === 'string') return by.text(value);
  if (typeof value === 'number') return by.number(key, value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => rewritten(item, by, key));
    return isSet(value) ? items.sort() : items;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [by.text(name), rewritten(item, by, name)]),
  );
}

function isSet(items: readonly unknown[]): boolean {
  return items.every(
    (item, at) => typeof item === 'string' && (at === 0 || (items[at - 1] as string) < item),
  );
}

/** A participant's local state with its context rewritten, as a state of the same or another participant; interned. */
export function rewrittenState(
  tables: Tables,
  from: number,
  state: number,
  to: number,
  rewrite: (context: unknown) => unknown,
): number {
  const { process, states } = tables.processes[from]!;
  const { context } = process.show(states[state]);
  return tables.adopt(to, tables.processes[to]!.process.withContext(states[state], rewrite(context)));
}
