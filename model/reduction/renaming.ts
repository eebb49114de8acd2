/** Names that are alike, exchanged among themselves. */
import { ModelError } from '../data/model-error.js';
import { canonicalKey } from '../data/values.js';
import type { Tables } from '../local/tables.js';
import { type Rewriting, rewritten, rewrittenState } from './representative.js';

type Names = ReadonlyMap<string, string>;

/** One renaming, as a map on interned parts, filled on demand. */
export class Renaming {
  /** By participant: whose state its state becomes. */
  readonly process: readonly number[];
  readonly #states: number[][];
  readonly #messages: number[] = [];
  readonly #there: Rewriting;
  readonly #back: Rewriting;

  constructor(
    readonly tables: Tables,
    readonly names: Names,
  ) {
    const { processes } = tables;
    const numberOf = new Map(processes.map(({ id, number }) => [id, number]));
    this.process = processes.map(({ id, number }) => numberOf.get(this.name(id)) ?? number);
    this.#states = processes.map(() => []);
    this.#there = rewritingOf(names);
    this.#back = rewritingOf(new Map([...names].map(([one, other]) => [other, one])));
  }

  name(name: string): string {
    return this.names.get(name) ?? name;
  }

  /** The number of a participant's local state with other names, among those of whom it becomes. */
  state(process: number, state: number): number {
    const known = this.#states[process]![state];
    if (known !== undefined) return known;
    const renamed = rewrittenState(this.tables, process, state, this.process[process]!, (context) =>
      this.value(context),
    );
    this.#states[process]![state] = renamed;
    return renamed;
  }

  message(message: number): number {
    const known = this.#messages[message];
    if (known !== undefined) return known;
    const { event } = this.tables.envelopes[message]!;
    const renamed = this.tables.mail.adopt(message, this.value(event), (id) => this.name(id));
    this.#messages[message] = renamed;
    return renamed;
  }

  /** @throws ModelError where it cannot be taken back. */
  value(value: unknown): unknown {
    const renamed = rewritten(value, this.#there);
    // A list that is a set in one order only would become the same as another one, of which nothing would be asked.
    if (canonicalKey(rewritten(renamed, this.#back)) !== canonicalKey(value))
      throw asymmetric(
        this,
        `a list of names is in ascending order with some of them and not with others: ${canonicalKey(value)}`,
      );
    return renamed;
  }
}

/** The error where names that are said to be alike are not. */
export function asymmetric({ tables, names }: Pick<Renaming, 'tables' | 'names'>, what: string): ModelError {
  const [one, other] = [...names].find(([one, other]) => one !== other)!;
  return new ModelError(
    `system ${tables.system.name} is not symmetric in '${one}' and '${other}': ${what}; ` +
      "take them out of the system's 'symmetry', or explore without it",
  );
}

function rewritingOf(names: Names): Rewriting {
  return { text: (text) => names.get(text) ?? text, number: (_, number) => number };
}

/** Every renaming of the names of each set among themselves; the first changes nothing. */
export function renamingsOf(sets: readonly (readonly string[])[]): readonly Names[] {
  return sets.reduce<Names[]>(
    (maps, set) => maps.flatMap((map) => permutations(set).map((to) => joined(map, set, to))),
    [new Map()],
  );
}

function permutations(names: readonly string[]): readonly (readonly string[])[] {
  if (names.length <= 1) return [names];
  return names.flatMap((first) =>
    permutations(names.filter((name) => name !== first)).map((rest) => [first, ...rest]),
  );
}

function joined(map: Names, from: readonly string[], to: readonly string[]): Names {
  return new Map([...map, ...from.map((name, at) => [name, to[at]!] as const)]);
}
