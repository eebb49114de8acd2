/**
 * Numbers of which only the order counts, renamed by rank: 3, 7 and 9 become 0, 1 and 2.
 *
 * Exact where participants do nothing with these numbers but compare them, and take a new one above all that are alive: above
 * any rank, {@link ABOVE_ALL}.
 */
import type { Tables } from '../local/tables.js';
import type { Parts } from '../state/parts.js';
import { type Rewriting, rewritten, rewrittenState } from './representative.js';

/** A number above all that are alive; after the step that took it it is the highest rank. */
export const ABOVE_ALL = Number.MAX_SAFE_INTEGER;

/** Renames by rank the numbers that contexts and messages keep under some keys. */
export class RankRenaming {
  readonly #keys: ReadonlySet<string>;
  readonly #aliveInState: (readonly number[])[][];
  readonly #aliveInMessage: (readonly number[])[] = [];
  readonly #renamed = new Map<string, number>();

  constructor(
    readonly tables: Tables,
    keys: readonly string[],
  ) {
    this.#keys = new Set(keys);
    this.#aliveInState = tables.processes.map(() => []);
  }

  /** The numbers that occur in a state, the lowest first: the place of each is its rank. */
  alive({ states, messages }: Parts): readonly number[] {
    const alive = new Set<number>();
    for (const [process, state] of states.entries())
      for (const number of this.#inState(process, state)) alive.add(number);
    for (const message of messages) for (const number of this.#inMessage(message)) alive.add(number);
    return [...alive].sort((a, b) => a - b);
  }

  representative(parts: Parts): Parts {
    const { tables } = this;
    const sorted = this.alive(parts);
    if (sorted.every((number, rank) => number === rank)) return parts;
    const rankOf = new Map(sorted.map((number, rank) => [number, rank]));
    const by: Rewriting = {
      text: (text) => text,
      number: (key, number) => (this.#keys.has(key) ? rankOf.get(number)! : number),
    };
    const once = (kind: string, number: number, numbers: readonly number[], rename: () => number): number => {
      if (numbers.every((each) => rankOf.get(each) === each)) return number;
      const key = `${kind} ${number} ${numbers.map((each) => rankOf.get(each)).join(' ')}`;
      const known = this.#renamed.get(key) ?? rename();
      this.#renamed.set(key, known);
      return known;
    };
    return {
      states: parts.states.map((state, process) =>
        once(`${process}`, state, this.#inState(process, state), () =>
          rewrittenState(tables, process, state, process, (context) => rewritten(context, by)),
        ),
      ),
      messages: parts.messages.map((message) =>
        once('message', message, this.#inMessage(message), () =>
          tables.mail.adopt(message, rewritten(tables.envelopes[message]!.event, by)),
        ),
      ),
    };
  }

  #inState(process: number, state: number): readonly number[] {
    const { process: behaviour, states } = this.tables.processes[process]!;
    this.#aliveInState[process]![state] ??= this.#numbersIn(behaviour.show(states[state]).context, '');
    return this.#aliveInState[process]![state]!;
  }

  #inMessage(message: number): readonly number[] {
    this.#aliveInMessage[message] ??= this.#numbersIn(this.tables.envelopes[message]!.event, '');
    return this.#aliveInMessage[message]!;
  }

  #numbersIn(value: unknown, key: string): readonly number[] {
    if (typeof value === 'number') return this.#keys.has(key) ? [value] : [];
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, item]) =>
      this.#numbersIn(item, Array.isArray(value) ? key : name),
    );
  }
}
