/** Virtual time: what is to happen when. Of two things at one time, the one that was planned first happens first. */

interface Planned {
  readonly at: number;
  readonly order: number;
  happen: (() => void) | null;
}

export class Timeline {
  #now = 0;
  #order = 0;
  /** A binary heap: the next thing is the first. */
  readonly #planned: Planned[] = [];

  /** Milliseconds since the beginning of the run. */
  get now(): number {
    return this.#now;
  }

  /** Plans something. Returns what prevents it. */
  after(ms: number, happen: () => void): () => void {
    const planned: Planned = { at: this.#now + ms, order: this.#order++, happen };
    this.#planned.push(planned);
    this.#rise(this.#planned.length - 1);
    return () => {
      planned.happen = null;
    };
  }

  /** Lets the next thing happen. Returns false where nothing is planned. */
  next(): boolean {
    for (;;) {
      const first = this.#planned[0];
      if (first === undefined) return false;
      const last = this.#planned.pop()!;
      if (this.#planned.length > 0) {
        this.#planned[0] = last;
        this.#sink(0);
      }
      if (first.happen === null) continue;
      this.#now = first.at;
      first.happen();
      return true;
    }
  }

  #rise(from: number): void {
    const heap = this.#planned;
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!isBefore(heap[at]!, heap[parent]!)) return;
      [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
      at = parent;
    }
  }

  #sink(from: number): void {
    const heap = this.#planned;
    for (let at = from; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && isBefore(heap[child]!, heap[least]!)) least = child;
      if (least === at) return;
      [heap[at], heap[least]] = [heap[least]!, heap[at]!];
      at = least;
    }
  }
}

function isBefore(one: Planned, other: Planned): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
