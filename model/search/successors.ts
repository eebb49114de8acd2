/**
 * THE FAST PATH: all successors of a packed state. Integers only, but for steps that nobody took before.
 *
 * Successors are put into a batch, to be looked up in the visited set together. What a step leaves as it was is counted
 * and not put there. Where a row turns out too narrow for what was found, expanding stops with {@link TOO_NARROW}, and
 * is done again after the rows were laid out anew.
 */

import { ModelError } from '../data/model-error.js';
import type { Emission, Envelope, ProcessTable, Tables } from '../local/tables.js';
import type { Canonical } from '../reduction/representative.js';
import type { Inbox, Inboxes } from '../state/inboxes.js';
import type { Layout } from '../state/layout.js';
import type { View } from '../state/view.js';
import { finish, hashWord } from '../state/visited.js';
import { isFault, type Partition } from '../system/faults.js';
import { canLose, replaces } from '../system/network.js';
import type { Network } from '../system/system.js';
import { Moves } from './moves.js';

/** Returned by {@link Successors.expand} instead of a count. */
export const TOO_NARROW = -1;
/** The same, where a step is in no table and cannot be taken here. */
export const UNKNOWN_STEP = -2;

/** Steps within one step, by instant messages, after which they are taken to go round for ever. */
const INSTANTS_MAX = 1000;

/** Where steps come from: the system's tables, or what another thread was told of them. */
export interface StepSource {
  readonly processes: readonly Pick<ProcessTable, 'number' | 'id' | 'acts' | 'inputs' | 'states' | 'steps'>[];
  readonly envelopes: readonly Pick<Envelope, 'from' | 'sender' | 'receivers'>[];
  readonly emissions: readonly Pick<Emission, 'messages' | 'instants'>[];
  readonly carried: readonly number[];
  readonly network: number | undefined;
  readonly clock: number | undefined;
  readonly isCutOff: (from: string, to: string) => boolean;
  readonly isSameKind: (message: number, other: number) => boolean;
  /** Takes a step that is in no table, and returns its entry's offset; negative where that cannot be done here, but is taken note of. */
  readonly resolve: (process: number, state: number, event: number) => number;
}

/** Successors not looked up yet, in the order in which they were found. */
export class Batch {
  count = 0;
  /** Packed states, one after another. */
  rows: Int32Array<ArrayBuffer>;
  hashes = new Int32Array(1024);
  /** The number of the state each was reached from. */
  parents = new Int32Array(1024);
  /** Who took the step, and its event. */
  processes = new Int32Array(1024);
  events = new Int32Array(1024);

  constructor(readonly words: number) {
    this.rows = new Int32Array(1024 * words);
  }

  get capacity(): number {
    return this.hashes.length;
  }

  grow(): void {
    this.rows = doubled(this.rows);
    this.hashes = doubled(this.hashes);
    this.parents = doubled(this.parents);
    this.processes = doubled(this.processes);
    this.events = doubled(this.events);
  }
}

export class Successors {
  batch!: Batch;
  /** Steps taken by the last expansion that changed nothing. */
  selfLoops = 0;
  /** Puts a representative in the place of every state, where there are such. */
  canonical: Canonical | undefined;
  /** Whether steps that change nothing are put into the batch too. */
  keepSelfLoops = false;
  /** Faults among the steps of the last expansion. */
  faults = 0;
  /** By process, 1 for those whose steps are taken; everybody's where it is absent. */
  only: Uint8Array | undefined;

  #layout!: Layout;
  /** The state being expanded, its words' parts of the hash, and their combination. */
  #row!: Int32Array;
  #rowParts!: Int32Array;
  #parts = 0;
  #parent = 0;
  /** The message whose bit is bit b of word w, at `32 w + b`. */
  #messageAt!: Int32Array;
  /** The messages addressed to participant p: a row of bits at `words p`. */
  #addressed!: Int32Array;
  /** By participant: what it can do, as far as it is known. */
  readonly #moves: readonly Moves[];
  /** By participant: the bits of a row that decide what it can do, a row of bits at `words p`. */
  #relevant!: Int32Array;
  /** In what the state being expanded differs from the one before it, and by participant where its list for that one begins. */
  #differs!: Int32Array;
  readonly #lists: Int32Array;
  /** Whether {@link #relevant} has bits that {@link #moves} do not know. */
  #movesAreStale = false;
  /** By participant: a bit for each of its inputs. */
  readonly #inputs: readonly Int32Array[];
  /** The bits that emission e adds: a row at `words e`. */
  #emitted!: Int32Array;
  /** The bits that emission e clears, where the next of a kind takes the last one's place. */
  #cleared!: Int32Array;
  /** The bits of all messages. */
  #allMessages!: Int32Array;
  /** 1 for an emission with instant messages. */
  #hasInstants = new Uint8Array(64);
  /** The receiver of message m, where there are inboxes. */
  #receiverOf = new Int32Array(64);
  /** Messages and emissions that the two tables above know. */
  #messagesKnown = 0;
  #emissionsKnown = 0;
  #instantSteps = 0;
  #tooNarrow = false;
  /** Whether the state being expanded has a step that is in no table; and whether the step being taken needs one. */
  #misses = false;
  #isIncomplete = false;
  /** Whether all steps of the participant whose list is under construction are known. */
  #isKnown = true;
  /** The numbers of those that act by themselves. */
  readonly #actors: Int32Array;
  /** By participant: the number of the first of its inputs that is a fault. */
  readonly #faultsFrom: Int32Array;
  /** Whether the network is split in the state being expanded. */
  #split = false;
  /** The messages that do not reach participant p while the network is split: a row of bits at `words p`. */
  #cutOff!: Int32Array;
  /** Whether the step being taken turned out impossible: something that must be accepted was not. */
  #refused = false;

  /** Whether a bit is taken out by the reception of its message, or by the next of its kind. */
  readonly #consumes: boolean;
  readonly #replaces: boolean;
  readonly #loses: boolean;

  constructor(
    readonly tables: StepSource,
    readonly inboxes: Inboxes | undefined,
    network: Network,
    /** Shows packed states in parts; for representatives only. */
    readonly view?: View,
  ) {
    this.#loses = canLose(network);
    this.#replaces = replaces(network);
    this.#consumes = this.#loses || this.#replaces || network === 'rounds' || inboxes !== undefined;
    this.#moves = tables.processes.map(() => new Moves(inboxes === undefined ? 3 : 4));
    this.#lists = new Int32Array(tables.processes.length).fill(-1);
    this.#inputs = tables.processes.map(({ inputs }) => allBits(inputs.length));
    this.#faultsFrom = Int32Array.from(
      tables.processes,
      ({ inputs }) => inputs.filter((input) => !isFault(input)).length,
    );
    const actors = tables.processes.filter(({ acts }) => acts);
    this.#actors = Int32Array.from(actors, ({ number }) => number);
  }

  /** Packs states by another layout from now on. The batch must be empty. */
  setLayout(layout: Layout): void {
    const { words } = layout;
    this.#layout = layout;
    this.batch = new Batch(words);
    this.#row = new Int32Array(words);
    this.#rowParts = new Int32Array(words);
    this.#differs = new Int32Array(words);
    this.#messageAt = new Int32Array(words * 32).fill(-1);
    this.#addressed = new Int32Array(words * this.tables.processes.length);
    this.#cutOff = new Int32Array(words * this.tables.processes.length);
    this.#relevant = new Int32Array(words * this.tables.processes.length);
    const { length } = this.tables.processes;
    for (let process = 0; process < length; process++) {
      const relevant = this.#relevant.subarray(process * words, (process + 1) * words);
      layout.addField(relevant, process);
      if (this.inboxes) layout.addField(relevant, length + process);
    }
    this.#emitted = new Int32Array(64 * words);
    this.#cleared = new Int32Array(64 * words);
    this.#allMessages = new Int32Array(words);
    this.#messagesKnown = 0;
    this.#emissionsKnown = 0;
    this.#tooNarrow = false;
    if (!this.learn()) throw new Error('a new layout has no room for the messages it was made for');
    this.#refreshMoves(false);
  }

  get bytes(): number {
    let sum = (this.#emitted.length + this.#cleared.length) * 4;
    for (const moves of this.#moves) sum += moves.bytes;
    return sum;
  }

  #refreshMoves(keep: boolean): void {
    const { words } = this.#layout;
    this.#movesAreStale = false;
    this.#lists.fill(-1);
    for (const process of this.#actors)
      this.#moves[process]!.setMask(this.#relevant.subarray(process * words, (process + 1) * words), keep);
  }

  /**
   * Puts the successors of the packed state at an offset into the batch.
   *
   * @returns how many steps were taken, those that change nothing included, or {@link TOO_NARROW} or {@link UNKNOWN_STEP}: then the
   * batch is as before.
   */
  expand(rows: Int32Array, at: number, parent: number): number {
    const { words } = this.#layout;
    const row = this.#row;
    let parts = 0;
    for (let word = 0; word < words; word++) {
      const value = rows[at + word]!;
      const part = hashWord(value, word);
      this.#differs[word] = value ^ row[word]!;
      row[word] = value;
      this.#rowParts[word] = part;
      parts ^= part;
    }
    this.#parts = parts;
    this.#parent = parent;
    this.#tooNarrow = false;
    this.#misses = false;
    this.selfLoops = 0;
    this.faults = 0;
    const before = this.batch.count;
    let steps = 0;
    this.#split = this.isSplit(row);
    if (this.#movesAreStale) this.#refreshMoves(true);
    for (let next = 0; next < this.#actors.length && !this.#tooNarrow; next++)
      steps += this.#act(this.#actors[next]!);
    if (this.#loses && !this.#tooNarrow && this.only === undefined) steps += this.#lose();
    if (!this.#tooNarrow && !this.#misses) return steps;
    this.batch.count = before;
    this.#lists.fill(-1);
    return this.#tooNarrow ? TOO_NARROW : UNKNOWN_STEP;
  }

  /** Packs the initial state into a row. Returns false where the layout is too narrow for it. */
  start(row: Int32Array, { states, emissions }: ReturnType<Tables['initial']>): boolean {
    this.#instantSteps = 0;
    for (const [process, state] of states.entries()) this.#layout.setField(row, 0, process, state);
    for (const emission of emissions) if (!this.#tooNarrow) this.#emit(row, 0, emission);
    if (this.#tooNarrow) return false;
    return this.canonical === undefined || this.#normalise(row, 0);
  }

  /** All that a participant does by itself, and with the messages it may receive. */
  #act(process: number): number {
    if (this.only !== undefined && this.only[process] === 0) {
      this.#lists[process] = -1;
      return 0;
    }
    const list = this.#listOf(process);
    if (list < 0) return this.#discover(process, this.#moves[process]!);
    const { arena, step } = this.#moves[process]!;
    const selfLoops = arena[list]!;
    const end = list + 2 + arena[list + 1]! * step;
    let steps = selfLoops;
    this.selfLoops += selfLoops;
    for (let at = list + 2; at < end; at += step)
      if (this.#take(process, arena[at]!, arena[at + 1]!, arena[at + 2]!, step === 4 ? arena[at + 3]! : -1))
        steps++;
    return steps;
  }

  /** Where the list of what a participant can do begins, or −1. */
  #listOf(process: number): number {
    const lists = this.#lists;
    const differs = this.#differsIn(process);
    // States that follow each other were often reached from one state, and are the same to most participants.
    if (this.#split || this.keepSelfLoops) lists[process] = -1;
    else if (differs !== 0 || lists[process]! < 0) lists[process] = this.#moves[process]!.find(this.#row);
    return lists[process]!;
  }

  /** Not 0 where the state being expanded is not the same for a participant as the one before it. */
  #differsIn(process: number): number {
    const { words, fieldWord, inboxes } = this.#layout;
    const base = process * words;
    const relevant = this.#relevant;
    const differs = this.#differs;
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
    const row = this.#row;
    const inputs = this.#inputs[process]!;
    let steps = 0;
    this.#isKnown = true;
    moves.begin();
    if (this.inboxes) steps += this.#open(this.inboxes.of[process]!, process, moves);
    else
      for (let word = 0; word < words; word++) {
        let open = row[word]! & this.#addressed[process * words + word]!;
        if (this.#split) open &= ~this.#cutOff[process * words + word]!;
        for (; open !== 0; open &= open - 1)
          steps += this.#try(process, this.#messageAt[word * 32 + 31 - Math.clz32(open & -open)]!, moves);
      }
    for (let word = 0; word < inputs.length; word++)
      for (let open = inputs[word]!; open !== 0; open &= open - 1)
        steps += this.#try(process, ~(word * 32 + 31 - Math.clz32(open & -open)), moves);
    moves.finish(row, this.#isKnown && !this.#split && !this.keepSelfLoops && !this.#tooNarrow);
    return steps;
  }

  /** What the messages in a participant's inbox let it do. */
  #open(inbox: Inbox, process: number, moves: Moves): number {
    const { processes, envelopes } = this.tables;
    const list = this.#layout.field(this.#row, 0, processes.length + process);
    const first = inbox.start[list]!;
    const end = inbox.start[list + 1]!;
    let steps = 0;
    for (let at = first; at < end; at++) {
      if (!inbox.isDeliverable(at, first)) continue;
      const message = inbox.arena[at]!;
      if (this.#split && this.tables.isCutOff(envelopes[message]!.from, processes[process]!.id)) continue;
      steps += this.#try(process, message, moves);
    }
    return steps;
  }

  /** Lets a participant take an event, if it does. Returns how many steps that is. */
  #try(process: number, event: number, moves: Moves): number {
    if (this.#tooNarrow) return 0;
    const table = this.tables.processes[process]!;
    const state = this.#layout.field(this.#row, 0, process);
    const entry = this.#step(table, state, event);
    if (this.#tooNarrow) return 0;
    if (entry < 0) {
      this.#isKnown = false;
      return 0;
    }
    const next = table.steps.entries[entry + 2]!;
    if (next < 0) return 0;
    const emission = table.steps.entries[entry + 3]!;
    const keeps = event < 0 || !this.#consumes;
    if (next === state && keeps && !this.keepSelfLoops && this.#addsNothing(emission)) {
      moves.addSelfLoop();
      this.selfLoops++;
      return 1;
    }
    const left = this.inboxes && event >= 0 ? this.#without(process, event) : -1;
    moves.add(next, emission, event, left);
    return this.#take(process, next, emission, event, left) ? 1 : 0;
  }

  /** Whether all that an emission sends is under way already: sending it again changes nothing. */
  #addsNothing(emission: number): boolean {
    if (emission === 0) return true;
    if (this.inboxes || this.#hasInstants[emission] !== 0) return false;
    const { words } = this.#layout;
    const row = this.#row;
    const emitted = this.#emitted;
    const base = emission * words;
    for (let word = 0; word < words; word++) if ((emitted[base + word]! & ~row[word]!) !== 0) return false;
    return true;
  }

  /** The offset of a step in its table, taken through the process if it is not there. */
  #step(table: StepSource['processes'][number], state: number, event: number): number {
    const known = table.steps.find(state, event);
    if (known >= 0) return known;
    const entry = this.tables.resolve(table.number, state, event);
    if (entry < 0) {
      this.#misses = true;
      return entry;
    }
    const next = table.steps.entries[entry + 2]!;
    const tooWide = next >= 0 && (next & ~this.#layout.fieldMask[table.number]!) !== 0;
    if (tooWide || !this.learn()) this.#tooNarrow = true;
    return entry;
  }

  /**
   * Puts one successor into the batch, unless it is the state itself. Returns whether there was a step at all.
   *
   * @param left the list that is left in the participant's inbox; −1 where nothing is taken out of it.
   */
  #take(process: number, next: number, emission: number, event: number, left: number): boolean {
    const { words } = this.#layout;
    const row = this.#row;
    const { batch } = this;
    if (batch.count === batch.capacity) batch.grow();
    const { rows } = batch;
    const to = batch.count * words;
    for (let word = 0; word < words; word++) rows[to + word] = row[word]!;
    this.#layout.setField(rows, to, process, next);
    if (left >= 0) this.#setList(rows, to, this.tables.processes.length + process, left);
    else if (this.#consumes) this.#takeOut(rows, to, process, event);
    if (this.#tooNarrow) return false;
    if (emission !== 0) {
      this.#instantSteps = 0;
      this.#refused = false;
      this.#isIncomplete = false;
      this.#emit(rows, to, emission);
      if (this.#tooNarrow || this.#refused || this.#isIncomplete) return false;
    }
    if (this.canonical !== undefined && !this.#normalise(rows, to)) return false;
    let parts = this.#parts;
    let changed = false;
    for (let word = 0; word < words; word++) {
      const value = rows[to + word]!;
      if (value === row[word]) continue;
      changed = true;
      parts ^= this.#rowParts[word]! ^ hashWord(value, word);
    }
    if (!changed) {
      this.selfLoops++;
      if (!this.keepSelfLoops) return true;
    }
    if (event < 0 ? ~event >= this.#faultsFrom[process]! : process === this.tables.network) this.faults++;
    const at = batch.count++;
    batch.hashes[at] = finish(parts);
    batch.parents[at] = this.#parent;
    batch.processes[at] = process;
    batch.events[at] = event;
    return true;
  }

  /** The representative of a packed state, packed; undefined where the layout is too narrow for it. */
  representative(row: Int32Array): Int32Array | undefined {
    if (this.canonical === undefined) return row;
    const copy = row.slice();
    return this.#normalise(copy, 0) ? copy : undefined;
  }

  get isTooNarrow(): boolean {
    return this.#tooNarrow;
  }

  /** Puts its representative in the place of the state at an offset. Returns false where the layout is too narrow for it. */
  #normalise(rows: Int32Array, to: number): boolean {
    const layout = this.#layout;
    const parts = this.view!.load(layout, rows, to).parts();
    const { states, messages } = this.canonical!.representative(parts);
    if (states === parts.states) return true;
    let fits = this.learn();
    for (let process = 0; process < states.length; process++)
      if ((states[process]! & ~layout.fieldMask[process]!) !== 0) fits = false;
    if (!fits) {
      this.#tooNarrow = true;
      return false;
    }
    for (let process = 0; process < states.length; process++)
      layout.setField(rows, to, process, states[process]!);
    if (this.inboxes) {
      for (let process = 0; process < states.length; process++)
        layout.setField(rows, to, states.length + process, 0);
      for (const message of messages) this.#put(rows, to, message);
      if (this.#tooNarrow) return false;
    } else {
      for (let word = 0; word < layout.words; word++) rows[to + word]! &= ~this.#allMessages[word]!;
      for (const message of messages) rows[to + layout.bitWord[message]!]! |= layout.bitMask[message]!;
    }
    return true;
  }

  /** Takes the message received out of a set; at the end of a round, all messages. */
  #takeOut(rows: Int32Array, to: number, process: number, event: number): void {
    const { words, bitWord, bitMask } = this.#layout;
    if (event >= 0) rows[to + bitWord[event]!]! &= ~bitMask[event]!;
    else if (process === this.tables.clock)
      for (let word = 0; word < words; word++) rows[to + word]! &= ~this.#allMessages[word]!;
  }

  /** The list that is left in a participant's inbox when a message is taken out. */
  #without(process: number, message: number): number {
    const list = this.#layout.field(this.#row, 0, this.tables.processes.length + process);
    return this.inboxes!.of[process]!.without(list, message);
  }

  /** Puts a message into its receiver's inbox. */
  #put(rows: Int32Array, to: number, message: number): void {
    const receiver = this.#receiverOf[message]!;
    const field = this.tables.processes.length + receiver;
    const list = this.#layout.field(rows, to, field);
    this.#setList(rows, to, field, this.inboxes!.of[receiver]!.with(list, message));
  }

  #setList(rows: Int32Array, to: number, field: number, list: number): void {
    if ((list & ~this.#layout.fieldMask[field]!) !== 0) this.#tooNarrow = true;
    else this.#layout.setField(rows, to, field, list);
  }

  /** The network loses one of the messages under way. */
  #lose(): number {
    const network = this.tables.network!;
    const state = this.#layout.field(this.#row, 0, network);
    let steps = 0;
    for (let word = 0; word < this.#layout.words; word++)
      for (let open = this.#row[word]! & this.#allMessages[word]!; open !== 0; open &= open - 1) {
        const message = this.#messageAt[word * 32 + 31 - Math.clz32(open & -open)]!;
        this.#take(network, state, 0, message, -1);
        steps++;
      }
    return steps;
  }

  /** Whether the network is split in a packed state. */
  isSplit(row: Int32Array): boolean {
    const { network, processes } = this.tables;
    if (network === undefined) return false;
    return (processes[network]!.states[this.#layout.field(row, 0, network)] as Partition).split;
  }

  /** Adds what a step sends to the successor under construction, and lets instant messages be received. */
  #emit(rows: Int32Array, to: number, emission: number): void {
    const { words } = this.#layout;
    const emitted = this.#emitted;
    const base = emission * words;
    if (this.inboxes)
      for (const message of this.tables.emissions[emission]!.messages) this.#put(rows, to, message);
    else {
      if (this.#replaces)
        for (let word = 0; word < words; word++) rows[to + word]! &= ~this.#cleared[base + word]!;
      for (let word = 0; word < words; word++) rows[to + word]! |= emitted[base + word]!;
    }
    if (this.#hasInstants[emission] !== 0) this.#receiveAtOnce(rows, to, emission);
  }

  /** Lets the instant messages of an emission be received. */
  #receiveAtOnce(rows: Int32Array, to: number, emission: number): void {
    const { instants } = this.tables.emissions[emission]!;
    for (let next = 0; next < instants.length; next++) {
      const { process, message, must } = instants[next]!;
      if (
        this.#split &&
        this.tables.isCutOff(this.tables.envelopes[message]!.from, this.tables.processes[process]!.id)
      )
        continue;
      if (++this.#instantSteps > INSTANTS_MAX)
        throw new ModelError(
          `more than ${INSTANTS_MAX} instant messages within one step, the last to ${this.tables.processes[process]!.id}: ` +
            'they answer each other without end; let one of them travel over the network',
        );
      const table = this.tables.processes[process]!;
      const entry = this.#step(table, this.#layout.field(rows, to, process), message);
      if (entry < 0) this.#isIncomplete = true;
      if (this.#tooNarrow || this.#isIncomplete) return;
      const state = table.steps.entries[entry + 2]!;
      if (state < 0 && must) this.#refused = true;
      if (this.#refused) return;
      if (state < 0) continue;
      this.#layout.setField(rows, to, process, state);
      const answer = table.steps.entries[entry + 3]!;
      if (answer !== 0) this.#emit(rows, to, answer);
      if (this.#tooNarrow || this.#isIncomplete) return;
    }
  }

  /** Takes in messages and emissions that are new in the tables. Returns false where a message finds no bit. */
  learn(): boolean {
    const { tables } = this;
    const { words, bitWord, bitMask } = this.#layout;
    if (this.inboxes)
      for (; this.#messagesKnown < tables.carried.length; this.#messagesKnown++) {
        const message = tables.carried[this.#messagesKnown]!;
        while (message >= this.#receiverOf.length) this.#receiverOf = doubled(this.#receiverOf);
        this.#receiverOf[message] = tables.envelopes[message]!.receivers[0]!;
      }
    else
      for (; this.#messagesKnown < tables.carried.length; this.#messagesKnown++) {
        const message = tables.carried[this.#messagesKnown]!;
        if (bitWord[message] === undefined && !this.#layout.addBit(message)) return false;
        this.#messageAt[bitWord[message]! * 32 + 31 - Math.clz32(bitMask[message]!)] = message;
        const word = bitWord[message]!;
        this.#allMessages[word]! |= bitMask[message]!;
        if (this.#replaces) this.#emissionsKnown = 0;
        const { from, sender, receivers } = tables.envelopes[message]!;
        this.#relevant[sender * words + word]! |= bitMask[message]!;
        for (const receiver of receivers) {
          this.#relevant[receiver * words + word]! |= bitMask[message]!;
          this.#addressed[receiver * words + word]! |= bitMask[message]!;
          if (tables.isCutOff(from, tables.processes[receiver]!.id))
            this.#cutOff[receiver * words + word]! |= bitMask[message]!;
        }
        this.#movesAreStale = true;
      }
    for (; this.#emissionsKnown < tables.emissions.length; this.#emissionsKnown++) {
      const base = this.#emissionsKnown * words;
      while (base + words > this.#emitted.length) {
        this.#emitted = doubled(this.#emitted as Int32Array<ArrayBuffer>);
        this.#cleared = doubled(this.#cleared as Int32Array<ArrayBuffer>);
      }
      const { messages, instants } = tables.emissions[this.#emissionsKnown]!;
      if (this.#emissionsKnown === this.#hasInstants.length) {
        const larger = new Uint8Array(this.#hasInstants.length * 2);
        larger.set(this.#hasInstants);
        this.#hasInstants = larger;
      }
      this.#hasInstants[this.#emissionsKnown] = instants.length > 0 ? 1 : 0;
      if (!this.inboxes)
        for (const message of messages) {
          // Of several of a kind within one step, the last takes the others' place too.
          for (const other of this.#replaces ? tables.carried : [])
            if (bitWord[other] !== undefined && tables.isSameKind(message, other)) {
              this.#cleared[base + bitWord[other]!]! |= bitMask[other]!;
              this.#emitted[base + bitWord[other]!]! &= ~bitMask[other]!;
            }
          this.#emitted[base + bitWord[message]!]! |= bitMask[message]!;
        }
    }
    return true;
  }
}

/** Words with the lowest bits set. */
function allBits(count: number): Int32Array {
  const words = new Int32Array(Math.ceil(count / 32));
  for (let bit = 0; bit < count; bit++) words[bit >>> 5]! |= 1 << (bit & 31);
  return words;
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
