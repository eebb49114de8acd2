/**
 * The search for an order of operations that explains what they returned (Wing and Gong, 1993).
 *
 * An operation is given its place only when a return makes it necessary, and what was tried is remembered by the operations placed and the
 * state that they leave (Lowe, 2017).
 */
import { ModelError } from '../data/model-error.js';
import { alike, canonicalKey } from '../data/values.js';
import type { CallHistory, SequentialSpecification } from './call-history.js';

/** How far an attempt has come. */
interface Attempt<State, Result> {
  /** How many events it explains. */
  readonly at: number;
  /** How many steps it has taken: events explained, and places given. */
  readonly steps: number;
  readonly state: State;
  /** What was called and has no place yet. */
  readonly open: readonly string[];
  /** What has a place, with its result, and has not returned. */
  readonly placed: Readonly<Record<string, Result>>;
}

/** The search for orders that explain a history. */
export class Explanations<State, Operation, Result> {
  readonly #operations = new Map<string, Operation>();
  readonly #results = new Map<string, Result>();

  /**
   * @param reads whether an operation never changes the state.
   * @param asked an operation whose result is not compared but found.
   */
  constructor(
    readonly specification: SequentialSpecification<State, Operation, Result>,
    readonly events: CallHistory<Operation, Result>,
    readonly reads: (operation: Operation) => boolean,
    readonly asked?: string,
  ) {
    for (const event of events)
      if (event.type === 'call') this.#operations.set(event.id, event.operation);
      else if (event.id !== asked) this.#results.set(event.id, event.result);
  }

  /** Whether there is any. */
  get areThere(): boolean {
    return this.all().next().done === false;
  }

  /** Attempts that explain all events, one for each way in which they may end. */
  *all(): Generator<Attempt<State, Result>> {
    const tried = new Tried<State, Result>();
    const { initial } = this.specification;
    const attempts: Attempt<State, Result>[] = [{ at: 0, steps: 0, state: initial, open: [], placed: {} }];
    for (let attempt = attempts.pop(); attempt !== undefined; attempt = attempts.pop()) {
      // At a call there is one way on, so that attempts which are alike there are told at the next return.
      if (this.events[attempt.at]?.type !== 'call' && !tried.add(attempt)) continue;
      if (attempt.at === this.events.length) yield attempt;
      else attempts.push(...this.#next(attempt));
    }
  }

  /** The attempts that go on from one; the most likely is the last. */
  #next(attempt: Attempt<State, Result>): readonly Attempt<State, Result>[] {
    const { at, steps, open, placed } = attempt;
    const { type, id } = this.events[at]!;
    if (type === 'call') return [{ ...attempt, at: at + 1, steps: steps + 1, open: [...open, id] }];
    if (!Object.hasOwn(placed, id)) {
      const due = open.find((next) => this.#isDue(next, attempt));
      const ways = due === undefined ? [...open.filter((other) => other !== id), id] : [due];
      return ways.flatMap((next) => this.#place(next, attempt));
    }
    const { [id]: _, ...others } = placed;
    return [{ ...attempt, at: at + 1, steps: steps + 1, placed: id === this.asked ? placed : others }];
  }

  /**
   * Whether a read returns what it would return now. Then it takes effect now: wherever else it could, it would leave everything as it is. A
   * write that changes nothing now may have to come later, where it does.
   */
  #isDue(id: string, { state }: Attempt<State, Result>): boolean {
    const operation = this.#operations.get(id)!;
    if (!this.#results.has(id) || !this.reads(operation)) return false;
    const [after, result] = this.specification.apply(state, operation);
    if (!alike(result, this.#results.get(id))) return false;
    if (!alike(after, state))
      throw new ModelError(
        `'reads' says that the operation ${canonicalKey(operation)} never changes the state; got one that makes ${canonicalKey(after)} ` +
          `of ${canonicalKey(state)}`,
      );
    return true;
  }

  /** Lets an operation take effect, if its result is the one that it will return. */
  #place(id: string, attempt: Attempt<State, Result>): readonly Attempt<State, Result>[] {
    const [state, result] = this.specification.apply(attempt.state, this.#operations.get(id)!);
    const returns = this.#results.has(id);
    if (returns && !alike(result, this.#results.get(id))) return [];
    // Nobody would notice the effect of one that changes nothing and never returns.
    if (!returns && id !== this.asked && alike(state, attempt.state)) return [];
    const open = attempt.open.filter((other) => other !== id);
    const placed = { ...attempt.placed, [id]: result };
    return [{ ...attempt, steps: attempt.steps + 1, state, open, placed }];
  }
}

/** Attempts that were looked at. Those that are alike have taken as many steps: only where a second has are keys made, which cost most of a search. */
class Tried<State, Result> {
  readonly #firsts = new Map<number, Attempt<State, Result>>();
  readonly #keys = new Map<number, Set<string>>();

  /** Returns whether none was like it. */
  add(attempt: Attempt<State, Result>): boolean {
    const { steps } = attempt;
    const first = this.#firsts.get(steps);
    if (first === undefined) {
      this.#firsts.set(steps, attempt);
      return true;
    }
    const keys = this.#keys.get(steps) ?? new Set([keyOf(first)]);
    this.#keys.set(steps, keys);
    return keys.size < keys.add(keyOf(attempt)).size;
  }
}

function keyOf<State, Result>({ at, placed, state }: Attempt<State, Result>): string {
  return canonicalKey([at, placed, state]);
}
