/**
 * What is under way over a network that delivers each message once: for each receiver a list of message numbers, interned.
 *
 * Unordered: sorted, with repeats. Ordered: by channel, and within a channel first in, first out. A receiver sees few different
 * lists, so that what it can do with each is soon known; all that is under way together is seldom the same twice.
 */
import type { Envelope } from '../local/envelopes.js';
import { StepTable } from '../local/step-table.js';
import { lost, type NetworkRules, rankIn, sorted } from '../system/network.js';

type Channels = readonly Pick<Envelope, 'channel'>[];

/** What an interned list takes besides its messages, about, and each of these, in bytes. */
const BYTES_OF_A_LIST = 150;
const BYTES_OF_A_MESSAGE = 14;

/** The lists that one receiver may have, by number. List 0 is empty. */
export class Inbox {
  readonly #lists: (readonly number[])[] = [];
  readonly #numbers = new Map<string, number>();
  /** From a list and a message to the list with one more; from a list and `~message` to the list with one less. */
  readonly #changes = new StepTable();
  #messages = 0;

  constructor(
    readonly stores: NetworkRules['stores'],
    readonly envelopes: Channels,
  ) {
    this.#intern([]);
  }

  get count(): number {
    return this.#lists.length;
  }

  get bytes(): number {
    const ofLists = this.count * BYTES_OF_A_LIST + this.#messages * BYTES_OF_A_MESSAGE;
    return ofLists + this.#changes.entries.byteLength;
  }

  /** The messages in a list, in order. */
  read(list: number): readonly number[] {
    return this.#lists[list]!;
  }

  /** The messages of a list that can be delivered: each once, or the first of each channel. */
  deliverable(list: number): readonly number[] {
    const rank = rankIn(this, this);
    return this.read(list).filter((message, at, all) => at === 0 || rank(message) !== rank(all[at - 1]!));
  }

  /** The list without the first copy of a message. */
  without(list: number, message: number): number {
    return this.#changed(list, ~message, () => lost(this.read(list), message));
  }

  /** The list with one message more. */
  with(list: number, message: number): number {
    return this.#changed(list, message, () => sorted(this, [...this.read(list), message], this));
  }

  #changed(list: number, by: number, change: () => readonly number[]): number {
    const changes = this.#changes;
    let entry = changes.find(list, by);
    if (entry < 0) entry = changes.add(list, by, this.#intern(change()), 0);
    return changes.entries[entry + 2]!;
  }

  #intern(messages: readonly number[]): number {
    const key = messages.join(' ');
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#messages += messages.length;
    this.#numbers.set(key, this.count);
    return this.#lists.push(messages) - 1;
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
    this.of = Array.from({ length: participants }, () => new Inbox(stores, envelopes));
  }

  get bytes(): number {
    return this.of.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** All that is under way, given the number of each participant's list: by message, or by channel in order. */
  read(listOf: (participant: number) => number): readonly number[] {
    const messages = this.of.flatMap((inbox, participant) => inbox.read(listOf(participant)));
    return sorted(this, messages, this);
  }
}
