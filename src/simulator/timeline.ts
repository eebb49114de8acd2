/** Virtual time: what is to happen when. Of two things at one time, the one that was planned first happens first. */
import type { Clock } from '../node/ports.js';

/** When things happen. */
export interface Time {
  /** Milliseconds since the beginning of the run. */
  readonly now: number;
  /** Plans something, by a name that others may have too. Returns what prevents it. */
  after(ms: number, happen: () => void, name: string): () => void;
  /** Counts something of that name that does not come to be planned. */
  skip(name: string): void;
}

/** Something that happened, or will. */
export interface Happening {
  readonly name: string;
  /** Its place among those that were planned by that name. */
  readonly nth: number;
  readonly at: number;
}

interface Planned extends Happening {
  readonly order: number;
  happen: (() => void) | null;
}

export class Timeline implements Time {
  #now = 0;
  #order = 0;
  readonly #counts = new Map<string, number>();
  /** A binary heap: the next thing is the first. */
  #planned: Planned[] = [];
  /** How many were taken from it by a script, and still stand in it. */
  #taken = 0;

  /** @param isScripted what happens is told, or goes by a script: what is planned has a place among those of its name. */
  constructor(readonly isScripted = true) {}

  get now(): number {
    return this.#now;
  }

  after(ms: number, happen: () => void, name: string): () => void {
    const nth = this.#count(name);
    const planned: Planned = { name, nth, at: this.#now + ms, order: this.#order++, happen };
    this.#planned.push(planned);
    this.#rise();
    return () => {
      planned.happen = null;
    };
  }

  skip(name: string): void {
    this.#count(name);
  }

  /** Lets the next thing happen. Returns it; null where nothing is planned. */
  next(): Happening | null {
    for (;;) {
      const first = this.#planned[0];
      if (first === undefined) return null;
      const last = this.#planned.pop()!;
      if (this.#planned.length > 0) this.#sink(last);
      if (first.happen !== null) return this.#happen(first, first.at);
    }
  }

  /**
   * Takes from the end of a script what is not planned, and then lets happen what is, whatever was planned before it. Returns what
   * has happened; null where the script is over.
   */
  takeLast(script: Happening[]): Happening | null {
    for (;;) {
      const wanted = script.pop();
      if (wanted === undefined) return null;
      const planned = this.#find(wanted);
      if (planned === undefined) continue;
      if (2 * ++this.#taken > this.#planned.length) this.#sweep();
      return this.#happen(planned, wanted.at);
    }
  }

  /** What has happened or never will is looked through no more. What is in order is a heap. */
  #sweep(): void {
    const left = this.#planned.filter(({ happen }) => happen !== null);
    this.#planned = left.sort((one, other) => (isBefore(one, other) ? -1 : 1));
    this.#taken = 0;
  }

  /** What is planned by that name: for that very time, or in that place; or else for the nearest time. */
  #find({ name, nth, at }: Happening): Planned | undefined {
    const named = this.#planned.filter((planned) => planned.name === name && planned.happen !== null);
    const distance = (planned: Planned): number => Math.abs(planned.at - at);
    return (
      named.find((planned) => planned.at === at) ??
      named.find((planned) => planned.nth === nth) ??
      named.sort((one, other) => distance(one) - distance(other))[0]
    );
  }

  /** The place of the next thing of that name. */
  #count(name: string): number {
    if (!this.isScripted) return 0;
    const nth = this.#counts.get(name) ?? 0;
    this.#counts.set(name, nth + 1);
    return nth;
  }

  #happen(planned: Planned, at: number): Happening {
    const { happen, name, nth } = planned;
    planned.happen = null;
    this.#now = Math.max(this.#now, at);
    happen!();
    return { name, nth, at };
  }

  /** Moves what is last to where it belongs. */
  #rise(): void {
    const heap = this.#planned;
    let at = heap.length - 1;
    const moved = heap[at]!;
    for (let parent = (at - 1) >> 1; at > 0 && isBefore(moved, heap[parent]!); parent = (at - 1) >> 1) {
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = moved;
  }

  /** Puts that in the place of the first, and moves it to where it belongs. */
  #sink(moved: Planned): void {
    const heap = this.#planned;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, moved)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = moved;
  }
}

/** The clock of somebody of that name who is on no computer that could stop. */
export function clockOf(time: Time, name: string): Clock {
  return { now: () => time.now, after: (ms, callback) => time.after(ms, callback, `clock of ${name}`) };
}

function isBefore(one: Planned, other: Planned): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
