/** The levels of a breadth-first search: where each begins, and how far the one that is being expanded is. */

/** Numbered states, from one to before another. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export class Levels {
  /** The number below which all states were expanded, which is that of the next one. */
  next = 0;
  /** The number before which the states of this level end. */
  end = 1;
  #start = 0;
  /** The first state of each level, and of the one after the last that was begun. */
  readonly #starts = [0, 1];

  /** Levels begun; the initial state is at 1. */
  get begun(): number {
    return this.#starts.length - 1;
  }

  /** The states of this level that are yet to be expanded. */
  get rest(): Span {
    return { from: this.next, to: this.end };
  }

  /** Whether no state of this level is expanded. */
  get isAtStart(): boolean {
    return this.next === this.#start;
  }

  /** Begins the level of the states found since the last. Returns whether there are any. */
  begin(found: number): boolean {
    this.#start = this.end;
    if (found === this.end) return false;
    this.end = found;
    this.#starts.push(found);
    return true;
  }

  /** The level that a state belongs to, where so many are found. */
  of(state: number, found: number): Span {
    const level = this.#starts.findLastIndex((start) => start <= state);
    return { from: this.#starts[level]!, to: this.#starts[level + 1] ?? found };
  }
}
