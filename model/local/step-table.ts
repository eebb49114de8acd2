/** A participant's transitions in integers: an open-addressing table from (state, event) to (next state, emission). */

const STRIDE = 4;
const EMPTY = -1;

/** A step in numbers. */
export type Entry = readonly [state: number, event: number, next: number, emission: number];

export class StepTable {
  /** Entries of four: state, event, next state (−1 where the event is not accepted), emission. */
  entries = new Int32Array(64 * STRIDE).fill(EMPTY);
  size = 0;
  #mask = 63;

  /** The entry's offset in {@link entries}, or −1 where the step was never taken. */
  find(state: number, event: number): number {
    const { entries } = this;
    let slot = hash(state, event) & this.#mask;
    for (;;) {
      const at = slot * STRIDE;
      const found = entries[at]!;
      if (found === state && entries[at + 1] === event) return at;
      if (found === EMPTY) return -1;
      slot = (slot + 1) & this.#mask;
    }
  }

  /** Enters a step that is not in the table, and returns its offset. */
  add(state: number, event: number, next: number, emission: number): number {
    if (this.size * 2 > this.#mask) this.#grow();
    this.size++;
    return this.#put(state, event, next, emission);
  }

  /** Every entry: state, event, next state or −1, emission. */
  *list(): Iterable<Entry> {
    const { entries } = this;
    for (let at = 0; at < entries.length; at += STRIDE) if (entries[at] !== EMPTY) yield this.entry(at);
  }

  /** The entry at an offset. */
  entry(at: number): Entry {
    const { entries } = this;
    return [entries[at]!, entries[at + 1]!, entries[at + 2]!, entries[at + 3]!];
  }

  #put(state: number, event: number, next: number, emission: number): number {
    let slot = hash(state, event) & this.#mask;
    while (this.entries[slot * STRIDE] !== EMPTY) slot = (slot + 1) & this.#mask;
    const at = slot * STRIDE;
    this.entries.set([state, event, next, emission], at);
    return at;
  }

  #grow(): void {
    const old = this.entries;
    this.#mask = this.#mask * 2 + 1;
    this.entries = new Int32Array(old.length * 2).fill(EMPTY);
    for (let at = 0; at < old.length; at += STRIDE)
      if (old[at] !== EMPTY) this.#put(old[at]!, old[at + 1]!, old[at + 2]!, old[at + 3]!);
  }
}

function hash(state: number, event: number): number {
  const mixed = Math.imul(state, 0x9e3779b1) ^ Math.imul(event, 0x85ebca77);
  return mixed ^ (mixed >>> 15);
}
