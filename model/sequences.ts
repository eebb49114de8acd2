/**
 * What is under way over a network that delivers each message once, interned: a sequence of message numbers.
 *
 * Unordered: sorted, with repeats. Ordered: by channel, and within a channel first in, first out.
 */
import type { Envelope } from './table.js';

export class Sequences {
  /** Content n is `arena[start[n] … start[n + 1])`. Content 0 is empty. */
  arena = new Int32Array(1024);
  start = new Int32Array(256);
  count = 0;

  /** By content: its hash. */
  #hashes = new Int32Array(256);
  #slots = new Int32Array(512);
  #scratch = new Int32Array(16);

  constructor(
    readonly ordered: boolean,
    readonly envelopes: readonly Envelope[],
  ) {
    this.#intern(0);
  }

  get bytes(): number {
    return (this.arena.length + this.start.length + this.#hashes.length + this.#slots.length) * 4;
  }

  /** All contents, as plain data. */
  image(): readonly Int32Array[] {
    const { count, start, arena } = this;
    return [start.subarray(0, count + 1), arena.subarray(0, start[count]!)];
  }

  /** Takes the contents that another had, with their numbers. */
  restore([start, arena]: readonly Int32Array[]): void {
    this.count = start!.length - 1;
    this.start = Int32Array.from(start!);
    this.arena = Int32Array.from(arena!.length === 0 ? [0] : arena!);
    this.#hashes = new Int32Array(this.start.length);
    for (let content = 0; content < this.count; content++) {
      const from = this.start[content]!;
      this.#hashes[content] = hashOf(this.arena, from, this.start[content + 1]! - from);
    }
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(this.count * 2 + 2)));
    this.#fill(this.#slots);
  }

  /** The messages under way, in order. */
  read(content: number): Int32Array {
    return this.arena.subarray(this.start[content]!, this.start[content + 1]!);
  }

  /** Whether the message at a position can be delivered, and is not the same as one before it. */
  isDeliverable(at: number, first: number): boolean {
    if (at === first) return true;
    const message = this.arena[at]!;
    const previous = this.arena[at - 1]!;
    return this.ordered
      ? this.envelopes[message]!.channel !== this.envelopes[previous]!.channel
      : message !== previous;
  }

  /** The content after taking out the message at a position (−1: none) and adding others in order. */
  after(content: number, taken: number, added: readonly number[], addedCount: number): number {
    const first = this.start[content]!;
    const end = this.start[content + 1]!;
    if (end - first + addedCount > this.#scratch.length)
      this.#scratch = new Int32Array((end - first + addedCount) * 2);
    let length = 0;
    for (let at = first; at < end; at++) if (at !== taken) this.#scratch[length++] = this.arena[at]!;
    for (let next = 0; next < addedCount; next++) this.#insert(added[next]!, length++);
    return this.#intern(length);
  }

  #insert(message: number, length: number): void {
    const scratch = this.#scratch;
    const { ordered, envelopes } = this;
    const rank = ordered ? envelopes[message]!.channel : message;
    let at = length;
    for (; at > 0; at--) {
      const before = scratch[at - 1]!;
      if ((ordered ? envelopes[before]!.channel : before) <= rank) break;
      scratch[at] = before;
    }
    scratch[at] = message;
  }

  #intern(length: number): number {
    const hash = hashOf(this.#scratch, 0, length);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const content = this.#slots[slot]! - 1;
      if (this.#hashes[content] === hash && this.#equals(content, length)) return content;
    }
    const content = this.count++;
    this.#slots[slot] = content + 1;
    const from = this.start[content]!;
    while (from + length > this.arena.length) this.arena = doubled(this.arena);
    for (let next = 0; next < length; next++) this.arena[from + next] = this.#scratch[next]!;
    if (content + 2 > this.start.length) {
      this.start = doubled(this.start);
      this.#hashes = doubled(this.#hashes);
    }
    this.#hashes[content] = hash;
    this.start[content + 1] = from + length;
    if (this.count * 2 > this.#slots.length) this.#rehash();
    return content;
  }

  #equals(content: number, length: number): boolean {
    const from = this.start[content]!;
    if (this.start[content + 1]! - from !== length) return false;
    for (let next = 0; next < length; next++)
      if (this.arena[from + next] !== this.#scratch[next]) return false;
    return true;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    this.#fill(slots);
    this.#slots = slots;
  }

  #fill(slots: Int32Array): void {
    const mask = slots.length - 1;
    for (let content = 0; content < this.count; content++) {
      let slot = this.#hashes[content]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = content + 1;
    }
  }
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

function hashOf(array: Int32Array, from: number, length: number): number {
  let hash = length;
  for (let at = from; at < from + length; at++) {
    hash = Math.imul(hash ^ array[at]!, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return Math.imul(hash, 0x85ebca6b) >>> 3;
}
