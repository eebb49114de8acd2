/** Values of TLA+, each kept once: two are equal when they are the same object. */

export type Value = Atom | Tuple | SetValue | FunctionValue;

export class Atom {
  constructor(
    readonly id: number,
    readonly value: string | number | boolean,
  ) {}
}

export class Tuple {
  constructor(
    readonly id: number,
    readonly items: readonly Value[],
  ) {}
}

export class SetValue {
  constructor(
    readonly id: number,
    readonly items: ReadonlySet<Value>,
  ) {}
}

/** Records too: functions on strings. */
export class FunctionValue {
  constructor(
    readonly id: number,
    readonly map: ReadonlyMap<Value, Value>,
  ) {}
}

const known = new Map<string, Value>();

function kept<Kind extends Value>(key: string, make: (id: number) => Kind): Kind {
  const value = (known.get(key) as Kind | undefined) ?? make(known.size);
  known.set(key, value);
  return value;
}

const byId = (a: Value, b: Value): number => a.id - b.id;

export function atom(value: string | number | boolean): Atom {
  return kept(`${typeof value} ${value}`, (id) => new Atom(id, value));
}

/** A model value: like nothing but itself. */
export function modelValue(name: string): Atom {
  return kept(`model ${name}`, (id) => new Atom(id, name));
}

export function tuple(items: readonly Value[]): Tuple {
  return kept(`tuple ${items.map(({ id }) => id)}`, (id) => new Tuple(id, items));
}

export function setOf(items: Iterable<Value>): SetValue {
  const sorted = [...new Set(items)].sort(byId);
  return kept(`set ${sorted.map(({ id }) => id)}`, (id) => new SetValue(id, new Set(sorted)));
}

export function functionOf(entries: Iterable<readonly [Value, Value]>): FunctionValue {
  const map = new Map(entries);
  const sorted = [...map].sort(([a], [b]) => byId(a, b));
  return kept(
    `function ${sorted.map(([key, value]) => `${key.id}:${value.id}`)}`,
    (id) => new FunctionValue(id, new Map(sorted)),
  );
}
