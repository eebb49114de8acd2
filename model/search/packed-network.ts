/**
 * The messages under way in a packed state, as a bit for each message or as lists in the receivers' inboxes: what sending adds to a
 * row, and what receiving takes out of it.
 */

import { doubled } from '../state/batch.js';
import type { Inboxes } from '../state/inboxes.js';
import type { Layout } from '../state/layout.js';
import { NETWORKS, type Network } from '../system/network.js';
import type { StepSource } from './step-source.js';

export class PackedNetwork {
  /** Whether a message is taken out by its reception, or by the next of its kind. */
  readonly consumes: boolean;
  readonly #replaces: boolean;
  readonly loses: boolean;

  /** The message whose bit is bit b of word w, at `32 w + b`. */
  messageAt!: Int32Array;
  /** The messages addressed to participant p: a row of bits at `words p`. */
  addressed!: Int32Array;
  /** The messages that do not reach participant p while the network is split: a row of bits at `words p`. */
  cutOff!: Int32Array;
  /** By participant: the bits of a row that decide what it can do, a row of bits at `words p`. */
  relevant!: Int32Array;
  /** Whether {@link relevant} has gained bits; its reader takes note and resets it. */
  isRelevantStale = false;
  allMessages!: Int32Array;
  /** 1 for an emission with instant messages. */
  hasInstants = new Int32Array(64);

  #layout!: Layout;
  /** The bits that emission e adds: a row at `words e`. */
  #emitted!: Int32Array<ArrayBuffer>;
  /** The bits that emission e clears, where the next of a kind takes the last one's place. */
  #cleared!: Int32Array<ArrayBuffer>;
  /** The receiver of message m, where there are inboxes. */
  #receiverOf = new Int32Array(64);
  /** Messages and emissions that the tables above know. */
  #messagesKnown = 0;
  #emissionsKnown = 0;

  constructor(
    readonly source: StepSource,
    readonly inboxes: Inboxes | undefined,
    network: Network,
  ) {
    const { consumes, loses, replaces } = NETWORKS[network];
    this.consumes = consumes;
    this.loses = loses;
    this.#replaces = replaces;
  }

  /** Packs messages by another layout from now on. */
  setLayout(layout: Layout): void {
    const { words } = layout;
    const { length } = this.source.processes;
    this.#layout = layout;
    this.messageAt = new Int32Array(words * 32).fill(-1);
    this.addressed = new Int32Array(words * length);
    this.cutOff = new Int32Array(words * length);
    this.relevant = new Int32Array(words * length);
    for (let process = 0; process < length; process++) {
      const relevant = this.relevant.subarray(process * words, (process + 1) * words);
      layout.addField(relevant, process);
      if (this.inboxes) layout.addField(relevant, length + process);
    }
    this.#emitted = new Int32Array(64 * words);
    this.#cleared = new Int32Array(64 * words);
    this.allMessages = new Int32Array(words);
    this.#messagesKnown = 0;
    this.#emissionsKnown = 0;
    if (!this.learn()) throw new Error('a new layout has no room for the messages it was made for');
    this.isRelevantStale = false;
  }

  get bytes(): number {
    return (this.#emitted.length + this.#cleared.length) * 4;
  }

  /** Adds what a step sends. Returns false where the layout is too narrow for it. */
  send(rows: Int32Array, to: number, emission: number): boolean {
    if (this.inboxes) return this.#putAll(rows, to, this.source.emissions[emission]!.messages);
    const { words } = this.#layout;
    const emitted = this.#emitted;
    const base = emission * words;
    if (this.#replaces)
      for (let word = 0; word < words; word++) rows[to + word]! &= ~this.#cleared[base + word]!;
    for (let word = 0; word < words; word++) rows[to + word]! |= emitted[base + word]!;
    return true;
  }

  /** Whether all that an emission sends is under way already: sending it again changes nothing. */
  addsNothing(row: Int32Array, emission: number): boolean {
    if (emission === 0) return true;
    if (this.inboxes || this.hasInstants[emission] !== 0) return false;
    const { words } = this.#layout;
    const emitted = this.#emitted;
    const base = emission * words;
    for (let word = 0; word < words; word++) if ((emitted[base + word]! & ~row[word]!) !== 0) return false;
    return true;
  }

  /** Takes out the message received; at the end of a round, all messages. Returns false where the layout is too narrow for what is left. */
  takeOut(rows: Int32Array, to: number, process: number, event: number): boolean {
    const { words, bitWord, bitMask } = this.#layout;
    if (this.inboxes && event >= 0) {
      const left = this.inboxes.of[process]!.without(this.listOf(rows, to, process), event);
      return this.#setList(rows, to, process, left);
    }
    if (event >= 0) rows[to + bitWord[event]!]! &= ~bitMask[event]!;
    else if (process === this.source.clock)
      for (let word = 0; word < words; word++) rows[to + word]! &= ~this.allMessages[word]!;
    return true;
  }

  listOf(row: Int32Array, at: number, process: number): number {
    return this.#layout.field(row, at, this.source.processes.length + process);
  }

  /** Puts another list into a participant's inbox. Returns false where the layout is too narrow for it. */
  #setList(rows: Int32Array, to: number, process: number, list: number): boolean {
    const field = this.source.processes.length + process;
    if ((list & ~this.#layout.fieldMask[field]!) !== 0) return false;
    this.#layout.setField(rows, to, field, list);
    return true;
  }

  /** Puts other messages in the place of all that are under way. Returns false where the layout is too narrow for them. */
  replaceAll(rows: Int32Array, to: number, messages: readonly number[]): boolean {
    const { words, bitWord, bitMask } = this.#layout;
    if (this.inboxes) {
      for (let process = 0; process < this.source.processes.length; process++)
        this.#setList(rows, to, process, 0);
      return this.#putAll(rows, to, messages);
    }
    for (let word = 0; word < words; word++) rows[to + word]! &= ~this.allMessages[word]!;
    for (const message of messages) rows[to + bitWord[message]!]! |= bitMask[message]!;
    return true;
  }

  #putAll(rows: Int32Array, to: number, messages: readonly number[]): boolean {
    let fits = true;
    for (const message of messages) {
      const receiver = this.#receiverOf[message]!;
      const list = this.listOf(rows, to, receiver);
      if (!this.#setList(rows, to, receiver, this.inboxes!.of[receiver]!.with(list, message))) fits = false;
    }
    return fits;
  }

  /** Takes in messages and emissions that are new in the source. Returns false where a message finds no bit. */
  learn(): boolean {
    const { carried, emissions } = this.source;
    for (; this.#messagesKnown < carried.length; this.#messagesKnown++)
      if (!this.#learnMessage(carried[this.#messagesKnown]!)) return false;
    for (; this.#emissionsKnown < emissions.length; this.#emissionsKnown++)
      this.#learnEmission(this.#emissionsKnown);
    return true;
  }

  #learnMessage(message: number): boolean {
    const { envelopes, processes } = this.source;
    const { from, sender, receivers } = envelopes[message]!;
    if (this.inboxes) {
      while (message >= this.#receiverOf.length) this.#receiverOf = doubled(this.#receiverOf);
      this.#receiverOf[message] = receivers[0]!;
      return true;
    }
    const { words, bitWord, bitMask } = this.#layout;
    if (bitWord[message] === undefined && !this.#layout.addBit(message)) return false;
    const word = bitWord[message]!;
    const mask = bitMask[message]!;
    this.messageAt[word * 32 + 31 - Math.clz32(mask)] = message;
    this.allMessages[word]! |= mask;
    if (this.#replaces) this.#emissionsKnown = 0;
    this.relevant[sender * words + word]! |= mask;
    for (const receiver of receivers) {
      this.relevant[receiver * words + word]! |= mask;
      this.addressed[receiver * words + word]! |= mask;
      if (this.source.isCutOff(from, processes[receiver]!.id)) this.cutOff[receiver * words + word]! |= mask;
    }
    this.isRelevantStale = true;
    return true;
  }

  #learnEmission(emission: number): void {
    const { emissions, carried, envelopes } = this.source;
    const { words, bitWord, bitMask } = this.#layout;
    const base = emission * words;
    while (base + words > this.#emitted.length) {
      this.#emitted = doubled(this.#emitted);
      this.#cleared = doubled(this.#cleared);
    }
    if (emission === this.hasInstants.length) this.hasInstants = doubled(this.hasInstants);
    const { messages, instants } = emissions[emission]!;
    this.hasInstants[emission] = instants.length > 0 ? 1 : 0;
    if (this.inboxes) return;
    for (const message of messages) {
      // Of several of a kind within one step, the last takes the others' place too.
      for (const other of this.#replaces ? carried : [])
        if (bitWord[other] !== undefined && envelopes[message]!.kind === envelopes[other]!.kind) {
          this.#cleared[base + bitWord[other]!]! |= bitMask[other]!;
          this.#emitted[base + bitWord[other]!]! &= ~bitMask[other]!;
        }
      this.#emitted[base + bitWord[message]!]! |= bitMask[message]!;
    }
  }
}
