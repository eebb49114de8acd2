/**
 * What is under way over a network that delivers each message once, interned: a sequence of message numbers.
 *
 * Unordered: sorted, with repeats. Ordered: by channel, and within a channel first in, first out.
 */
import type { Envelope } from './table.js';

export class Sequences {
  /** The contents, one after another: how many messages, and these. A content's number is where it begins. Content 0 is empty. */
  arena = new Int32Array(1024);
  #end = 0;
  /** Contents. */
  count = 0;
  /** Pairs, side by side so that one look finds both: a content's number + 1, or 0 where there is none, and its hash. */
  #slots = new Int32Array(1024);
  #scratch = new Int32Array(16);

  constructor(
    readonly ordered: boolean,
    readonly envelopes: readonly Envelope[],
  ) {
    this.#intern(0);
  }

  get bytes(): number {
    return (this.arena.length + this.#slots.length) * 4;
  }

  /** All contents, as plain data. */
  image(): Int32Array {
    return this.arena.subarray(0, this.#end);
  }

  /** Takes the contents that another had, with their numbers. */
  restore(image: Int32Array): void {
    this.arena = Int32Array.from(image);
    this.#end = image.length;
    this.count = 0;
    for (let content = 0; content < this.#end; content += this.arena[content]! + 1) this.count++;
    this.#slots = new Int32Array(4 * 2 ** Math.ceil(Math.log2(this.count + 1)));
    for (let content = 0; content < this.#end; content += this.arena[content]! + 1)
      this.#enter(content + 1, hashOf(this.arena, content + 1, this.arena[content]!));
  }

  /** The messages under way, in order. */
  read(content: number): Int32Array {
    return this.arena.subarray(content + 1, content + 1 + this.arena[content]!);
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
    const first = content + 1;
    const end = first + this.arena[content]!;
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
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = (hash << 1) & mask; slots[slot] !== 0; slot = (slot + 2) & mask)
      if (slots[slot + 1] === hash && this.#equals(slots[slot]! - 1, length)) return slots[slot]! - 1;
    const content = this.#end;
    this.#end += length + 1;
    while (this.#end > this.arena.length) this.arena = doubled(this.arena);
    this.arena[content] = length;
    for (let next = 0; next < length; next++) this.arena[content + 1 + next] = this.#scratch[next]!;
    this.count++;
    if (this.count * 4 > slots.length) this.#grow();
    this.#enter(content + 1, hash);
    return content;
  }

  #equals(content: number, length: number): boolean {
    const { arena } = this;
    const scratch = this.#scratch;
    if (arena[content] !== length) return false;
    for (let next = 0; next < length; next++) if (arena[content + 1 + next] !== scratch[next]) return false;
    return true;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    for (let slot = 0; slot < old.length; slot += 2)
      if (old[slot] !== 0) this.#enter(old[slot]!, old[slot + 1]!);
  }

  #enter(numberAfter: number, hash: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (hash << 1) & mask;
    while (slots[slot] !== 0) slot = (slot + 2) & mask;
    slots[slot] = numberAfter;
    slots[slot + 1] = hash;
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
  return Math.imul(hash, 0x85ebca6b) ^ (hash >>> 13);
}
