/**
 * What is under way over a network that delivers each message once: for each receiver a list of message numbers, interned.
 *
 * Unordered: sorted, with repeats. Ordered: by channel, and within a channel first in, first out. A receiver sees few different
 * lists, so that what it can do with each is soon known; all that is under way together is seldom the same twice.
 */
import type { Envelope } from '../local/envelopes.js';
import { type NetworkRules, sorted } from '../system/network.js';

type Channels = readonly Pick<Envelope, 'channel'>[];

/** The lists that one receiver may have, by number. */
export class Inbox {
  /** List n is `arena[start[n] … start[n + 1])`. List 0 is empty. */
  arena = new Int32Array(64);
  start = new Int32Array(16);
  count = 0;
  /** Pairs, side by side so that one look finds both: a list's number + 1, or 0 where there is none, and its hash. */
  #slots = new Int32Array(64);
  #scratch = new Int32Array(16);

  constructor(
    readonly ordered: boolean,
    readonly envelopes: Channels,
  ) {
    this.#intern(0);
  }

  get bytes(): number {
    return (this.arena.length + this.start.length + this.#slots.length) * 4;
  }

  /** The messages in a list, in order. */
  read(list: number): Int32Array {
    return this.arena.subarray(this.start[list]!, this.start[list + 1]!);
  }

  /** Whether the message at a position, of a list that begins at another, can be delivered, and is not the same as one before it. */
  isDeliverable(at: number, first: number): boolean {
    if (at === first) return true;
    const message = this.arena[at]!;
    const previous = this.arena[at - 1]!;
    return this.ordered
      ? this.envelopes[message]!.channel !== this.envelopes[previous]!.channel
      : message !== previous;
  }

  /** The list without the first copy of a message. */
  without(list: number, message: number): number {
    const first = this.start[list]!;
    const end = this.start[list + 1]!;
    const scratch = this.#scratchFor(end - first);
    let length = 0;
    let isOut = false;
    for (let at = first; at < end; at++) {
      const each = this.arena[at]!;
      if (each === message && !isOut) isOut = true;
      else scratch[length++] = each;
    }
    return this.#intern(length);
  }

  /** The list with one message more. */
  with(list: number, message: number): number {
    const first = this.start[list]!;
    const length = this.start[list + 1]! - first;
    const scratch = this.#scratchFor(length + 1);
    const { arena } = this;
    const place = this.#placeOf(message, first, length);
    for (let at = 0; at < place; at++) scratch[at] = arena[first + at]!;
    scratch[place] = message;
    for (let at = place; at < length; at++) scratch[at + 1] = arena[first + at]!;
    return this.#intern(length + 1);
  }

  /** How many messages of a list come before one that is put in: of a channel all that are there. */
  #placeOf(message: number, first: number, length: number): number {
    const { arena, envelopes } = this;
    let place = 0;
    if (!this.ordered) while (place < length && arena[first + place]! <= message) place++;
    else {
      const { channel } = envelopes[message]!;
      while (place < length && envelopes[arena[first + place]!]!.channel <= channel) place++;
    }
    return place;
  }

  #scratchFor(length: number): Int32Array {
    if (length > this.#scratch.length) this.#scratch = new Int32Array(length * 2);
    return this.#scratch;
  }

  /** The number of the list in the scratch. */
  #intern(length: number): number {
    const hash = hashOf(this.#scratch, length);
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = (hash << 1) & mask; slots[slot] !== 0; slot = (slot + 2) & mask)
      if (slots[slot + 1] === hash && this.#equals(slots[slot]! - 1, length)) return slots[slot]! - 1;
    const list = this.count++;
    const from = this.start[list]!;
    while (from + length > this.arena.length) this.arena = doubled(this.arena);
    for (let next = 0; next < length; next++) this.arena[from + next] = this.#scratch[next]!;
    if (list + 2 > this.start.length) this.start = doubled(this.start);
    this.start[list + 1] = from + length;
    if (this.count * 4 > slots.length) this.#grow();
    this.#enter(list, hash);
    return list;
  }

  #equals(list: number, length: number): boolean {
    const from = this.start[list]!;
    if (this.start[list + 1]! - from !== length) return false;
    for (let next = 0; next < length; next++)
      if (this.arena[from + next] !== this.#scratch[next]) return false;
    return true;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    for (let slot = 0; slot < old.length; slot += 2)
      if (old[slot] !== 0) this.#enter(old[slot]! - 1, old[slot + 1]!);
  }

  #enter(list: number, hash: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (hash << 1) & mask;
    while (slots[slot] !== 0) slot = (slot + 2) & mask;
    slots[slot] = list + 1;
    slots[slot + 1] = hash;
  }
}

/** The inboxes of all participants, by their numbers. */
export class Inboxes {
  readonly of: readonly Inbox[];

  constructor(
    participants: number,
    readonly stores: NetworkRules['stores'],
    readonly envelopes: Channels,
  ) {
    this.of = Array.from({ length: participants }, () => new Inbox(stores === 'queues', envelopes));
  }

  get bytes(): number {
    return this.of.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** All that is under way, given the number of each participant's list: by message, or by channel in order. */
  read(listOf: (participant: number) => number): readonly number[] {
    const messages = this.of.flatMap((inbox, participant) => [...inbox.read(listOf(participant))]);
    return sorted(this, messages, this);
  }
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

function hashOf(list: Int32Array, length: number): number {
  let hash = length;
  for (let at = 0; at < length; at++) {
    hash = Math.imul(hash ^ list[at]!, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return Math.imul(hash, 0x85ebca6b) ^ (hash >>> 13);
}
