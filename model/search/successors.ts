/**
 * THE FAST PATH: all successors of a packed state. Integers only, but for steps that nobody took before.
 *
 * Successors are put into a batch, to be looked up in the visited set together. What a step leaves as it was is counted
 * and not put there. Where a row turns out too narrow for what was found, expanding stops with {@link TOO_NARROW}, and
 * is done again after the rows were laid out anew.
 */
import type { Tables } from '../local/tables.js';
import type { Canonical } from '../reduction/representative.js';
import type { Batch } from '../state/batch.js';
import type { Inboxes } from '../state/inboxes.js';
import type { Layout } from '../state/layout.js';
import type { View } from '../state/view.js';
import type { Network } from '../system/network.js';
import { Moves, NUMBERS_OF_A_STEP } from './moves.js';
import { PackedNetwork } from './packed-network.js';
import { StepBuilder } from './step-builder.js';
import type { StepSource } from './step-source.js';

/** Returned by {@link Successors.expand} instead of a count. */
export const TOO_NARROW = -1;
/** The same, where a step is in no table and cannot be taken here. */
export const UNKNOWN_STEP = -2;

export class Successors {
  readonly #builder: StepBuilder;
  readonly #network: PackedNetwork;
  #layout!: Layout;
  /** By participant: what it can do, as far as it is known. */
  readonly #moves: readonly Moves[];
  /** By participant, where its list for the state expanded last begins. */
  readonly #lists: Int32Array;
  /** By participant: a bit for each of its inputs. */
  readonly #inputs: readonly Int32Array[];
  /** The numbers of those that act by themselves. */
  readonly #actors: Int32Array;
  /** Whether all steps of the participant whose list is under construction are known. */
  #isKnown = true;

  constructor(
    readonly tables: StepSource,
    readonly inboxes: Inboxes | undefined,
    network: Network,
    /** Shows packed states in parts; for representatives only. */
    readonly view?: View,
    /** Puts a representative in the place of every state. */
    canonical?: Canonical,
  ) {
    this.#network = new PackedNetwork(tables, inboxes, network);
    this.#builder = new StepBuilder(tables, this.#network, view, canonical);
    this.#moves = tables.processes.map(() => new Moves());
    this.#lists = new Int32Array(tables.processes.length).fill(-1);
    this.#inputs = tables.processes.map(({ inputs }) => allBits(inputs.length));
    const actors = tables.processes.filter(({ acts }) => acts);
    this.#actors = Int32Array.from(actors, ({ number }) => number);
  }

  /** Packs states by another layout from now on. The batch must be empty. */
  setLayout(layout: Layout): void {
    this.#layout = layout;
    this.#builder.setLayout(layout);
    this.#network.setLayout(layout);
    this.#refreshMoves(false);
  }

  get batch(): Batch {
    return this.#builder.batch;
  }

  /** Steps taken by the last expansion that changed nothing. */
  get selfLoops(): number {
    return this.#builder.selfLoops;
  }

  /** Faults among the steps of the last expansion. */
  get faults(): number {
    return this.#builder.faults;
  }

  get bytes(): number {
    return this.#moves.reduce((sum, { bytes }) => sum + bytes, this.#network.bytes);
  }

  /** Takes in messages and emissions that are new in the tables. Returns false where a message finds no bit. */
  learn(): boolean {
    return this.#network.learn();
  }

  /** Packs the initial state into a row. Returns false where the layout is too narrow for it. */
  start(row: Int32Array, initial: ReturnType<Tables['initial']>): boolean {
    return this.#builder.start(row, initial);
  }

  #refreshMoves(keep: boolean): void {
    const { words } = this.#layout;
    const { relevant } = this.#network;
    this.#network.isRelevantStale = false;
    this.#lists.fill(-1);
    for (const process of this.#actors)
      this.#moves[process]!.setMask(relevant.subarray(process * words, (process + 1) * words), keep);
  }

  /**
   * Puts the successors of the packed state at an offset into the batch.
   *
   * @param stutters whether those go there, too, that change nothing.
   * @returns how many steps were taken, those that change nothing included, or {@link TOO_NARROW} or {@link UNKNOWN_STEP}: then the
   * batch is as before.
   */
  expand(rows: Int32Array, at: number, parent: number, stutters = false): number {
    const builder = this.#builder;
    const before = builder.batch.count;
    let steps = 0;
    builder.begin(rows, at, parent, stutters);
    if (this.#network.isRelevantStale) this.#refreshMoves(true);
    for (let next = 0; next < this.#actors.length && !builder.isTooNarrow; next++)
      steps += this.#act(this.#actors[next]!);
    if (this.#network.loses && !builder.isTooNarrow) steps += this.#lose();
    if (!builder.isTooNarrow && !builder.misses) return steps;
    builder.batch.count = before;
    this.#lists.fill(-1);
    return builder.isTooNarrow ? TOO_NARROW : UNKNOWN_STEP;
  }

  /** All that a participant does by itself, and with the messages it may receive. */
  #act(process: number): number {
    const list = this.#listOf(process);
    if (list < 0) return this.#discover(process, this.#moves[process]!);
    const builder = this.#builder;
    const { arena } = this.#moves[process]!;
    const selfLoops = arena[list]!;
    const end = list + 2 + arena[list + 1]! * NUMBERS_OF_A_STEP;
    let steps = selfLoops;
    builder.selfLoops += selfLoops;
    for (let at = list + 2; at < end; at += NUMBERS_OF_A_STEP)
      if (builder.take(process, arena[at]!, arena[at + 1]!, arena[at + 2]!)) steps++;
    return steps;
  }

  /** Where the list of what a participant can do begins, or −1. */
  #listOf(process: number): number {
    const lists = this.#lists;
    const { isSplit, stutters, row } = this.#builder;
    const differs = this.#differsIn(process);
    // States that follow each other were often reached from one state, and are the same to most participants.
    if (isSplit || stutters) lists[process] = -1;
    else if (differs !== 0 || lists[process]! < 0) lists[process] = this.#moves[process]!.find(row);
    return lists[process]!;
  }

  /** Not 0 where the state being expanded is not the same for a participant as the one before it. */
  #differsIn(process: number): number {
    const { words, fieldWord, inboxes } = this.#layout;
    const base = process * words;
    const { relevant } = this.#network;
    const { differs } = this.#builder;
    if (inboxes) {
      const own = fieldWord[process]!;
      const inbox = fieldWord[this.tables.processes.length + process]!;
      return (differs[own]! & relevant[base + own]!) | (differs[inbox]! & relevant[base + inbox]!);
    }
    let sum = 0;
    for (let word = 0; word < words; word++) sum |= differs[word]! & relevant[base + word]!;
    return sum;
  }

  /** The same for a state that agrees with none before it in what counts for this participant. */
  #discover(process: number, moves: Moves): number {
    const { words } = this.#layout;
    const { row, isSplit, stutters } = this.#builder;
    const { addressed, cutOff, messageAt } = this.#network;
    const inputs = this.#inputs[process]!;
    let steps = 0;
    this.#isKnown = true;
    moves.begin();
    if (this.inboxes) {
      const { envelopes, processes } = this.tables;
      for (const message of this.inboxes.of[process]!.deliverable(this.#network.listOf(row, 0, process)))
        if (!isSplit || !this.tables.isCutOff(envelopes[message]!.from, processes[process]!.id))
          steps += this.#try(process, message, moves);
    } else
      for (let word = 0; word < words; word++) {
        let open = row[word]! & addressed[process * words + word]!;
        if (isSplit) open &= ~cutOff[process * words + word]!;
        for (; open !== 0; open &= open - 1)
          steps += this.#try(process, messageAt[word * 32 + 31 - Math.clz32(open & -open)]!, moves);
      }
    for (let word = 0; word < inputs.length; word++)
      for (let open = inputs[word]!; open !== 0; open &= open - 1)
        steps += this.#try(process, ~(word * 32 + 31 - Math.clz32(open & -open)), moves);
    moves.finish(row, this.#isKnown && !isSplit && !stutters && !this.#builder.isTooNarrow);
    return steps;
  }

  /** Lets a participant take an event, if it does. Returns how many steps that is. */
  #try(process: number, event: number, moves: Moves): number {
    const builder = this.#builder;
    const network = this.#network;
    if (builder.isTooNarrow) return 0;
    const table = this.tables.processes[process]!;
    const state = this.#layout.field(builder.row, 0, process);
    const entry = builder.find(table, state, event);
    if (builder.isTooNarrow) return 0;
    if (entry < 0) {
      this.#isKnown = false;
      return 0;
    }
    const next = table.steps.entries[entry + 2]!;
    if (next < 0) return 0;
    const emission = table.steps.entries[entry + 3]!;
    const keeps = event < 0 || !network.consumes;
    if (next === state && keeps && !builder.stutters && network.addsNothing(builder.row, emission)) {
      moves.addSelfLoop();
      builder.selfLoops++;
      return 1;
    }
    moves.add(next, emission, event);
    return builder.take(process, next, emission, event) ? 1 : 0;
  }

  /** The network loses one of the messages under way. */
  #lose(): number {
    const { allMessages, messageAt } = this.#network;
    const { row } = this.#builder;
    const network = this.tables.network!;
    const state = this.#layout.field(row, 0, network);
    let steps = 0;
    for (let word = 0; word < this.#layout.words; word++)
      for (let open = row[word]! & allMessages[word]!; open !== 0; open &= open - 1) {
        const message = messageAt[word * 32 + 31 - Math.clz32(open & -open)]!;
        this.#builder.take(network, state, 0, message);
        steps++;
      }
    return steps;
  }
}

/** Words with the lowest bits set. */
function allBits(count: number): Int32Array {
  const words = new Int32Array(Math.ceil(count / 32));
  for (let bit = 0; bit < count; bit++) words[bit >>> 5]! |= 1 << (bit & 31);
  return words;
}
