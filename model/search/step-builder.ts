/** Takes one step from a packed state: builds the successor, with all that instant messages make follow at once, in the batch. */
import { ModelError } from '../data/model-error.js';
import type { Tables } from '../local/tables.js';
import type { Canonical } from '../reduction/representative.js';
import { Batch } from '../state/batch.js';
import type { Layout } from '../state/layout.js';
import type { Parts } from '../state/parts.js';
import type { View } from '../state/view.js';
import { finish, hashWord } from '../state/visited.js';
import { isFault, type Partition } from '../system/faults.js';
import { INSTANTS_MAX } from '../system/network.js';
import type { PackedNetwork } from './packed-network.js';
import type { StepSource } from './step-source.js';

export class StepBuilder {
  batch!: Batch;
  /** Whether steps that change nothing are put into the batch, too. */
  stutters = false;
  /** Steps since {@link begin} that changed nothing, and faults among the others. */
  selfLoops = 0;
  faults = 0;
  /** Whether a row turned out too narrow for what was found; and whether a step was needed that is in no table. */
  isTooNarrow = false;
  misses = false;
  /** Whether the network is split in the state being expanded. */
  isSplit = false;
  /** The state being expanded, and in what it differs from the one before it. */
  row!: Int32Array;
  differs!: Int32Array;

  #layout!: Layout;
  /** The parts of the hash of the words of {@link row}, and their combination. */
  #rowParts!: Int32Array;
  #parts = 0;
  #parent = 0;
  #instantSteps = 0;
  /** Whether the step being taken needs one that is in no table; and whether something that must be accepted was not. */
  #isIncomplete = false;
  #isRefused = false;
  /** By participant: the number of the first of its inputs that is a fault. */
  readonly #faultsFrom: Int32Array;

  constructor(
    readonly source: StepSource,
    readonly network: PackedNetwork,
    /** Shows packed states in parts; for representatives only. */
    readonly view: View | undefined,
    /** Puts a representative in the place of every state. */
    readonly canonical: Canonical | undefined,
  ) {
    this.#faultsFrom = Int32Array.from(
      source.processes,
      ({ inputs }) => inputs.filter((input) => !isFault(input)).length,
    );
  }

  /** Packs states by another layout from now on. The batch must be empty. */
  setLayout(layout: Layout): void {
    const { words } = layout;
    this.#layout = layout;
    this.batch = new Batch(words, this.canonical?.renames);
    this.row = new Int32Array(words);
    this.differs = new Int32Array(words);
    this.#rowParts = new Int32Array(words);
    this.isTooNarrow = false;
  }

  /** Begins with the packed state at an offset. */
  begin(rows: Int32Array, at: number, parent: number, stutters: boolean): void {
    this.stutters = stutters;
    const { row, differs } = this;
    let parts = 0;
    for (let word = 0; word < row.length; word++) {
      const value = rows[at + word]!;
      const part = hashWord(value, word);
      differs[word] = value ^ row[word]!;
      row[word] = value;
      this.#rowParts[word] = part;
      parts ^= part;
    }
    this.#parts = parts;
    this.#parent = parent;
    this.isTooNarrow = false;
    this.misses = false;
    this.selfLoops = 0;
    this.faults = 0;
    const { network, processes } = this.source;
    this.isSplit =
      network !== undefined &&
      (processes[network]!.states[this.#layout.field(row, 0, network)] as Partition).split;
  }

  /** Packs the initial state into a row. Returns false where the layout is too narrow for it. */
  start(row: Int32Array, { states, emissions }: ReturnType<Tables['initial']>): boolean {
    this.#instantSteps = 0;
    for (const [process, state] of states.entries()) this.#layout.setField(row, 0, process, state);
    for (const emission of emissions) if (!this.isTooNarrow) this.#emit(row, 0, emission);
    if (this.isTooNarrow) return false;
    return this.canonical === undefined || this.#normalise(row, 0);
  }

  /** The offset of a step in its table, taken through the process if it is not there; negative where that cannot be done here. */
  find(table: StepSource['processes'][number], state: number, event: number): number {
    const known = table.steps.find(state, event);
    if (known >= 0) return known;
    const entry = this.source.resolve(table.number, state, event);
    if (entry < 0) {
      this.misses = true;
      return entry;
    }
    const next = table.steps.entries[entry + 2]!;
    const isTooWide = next >= 0 && (next & ~this.#layout.fieldMask[table.number]!) !== 0;
    if (isTooWide || !this.network.learn()) this.isTooNarrow = true;
    return entry;
  }

  /** Puts one successor into the batch, unless it is the state itself. Returns whether there was a step at all. */
  take(process: number, next: number, emission: number, event: number): boolean {
    const { row, batch, network } = this;
    const { words } = batch;
    if (batch.count === batch.capacity) batch.grow();
    const { rows } = batch;
    const to = batch.count * words;
    for (let word = 0; word < words; word++) rows[to + word] = row[word]!;
    this.#layout.setField(rows, to, process, next);
    if (network.consumes) this.#fit(network.takeOut(rows, to, process, event));
    if (this.isTooNarrow) return false;
    if (emission !== 0) {
      this.#instantSteps = 0;
      this.#isRefused = false;
      this.#isIncomplete = false;
      this.#emit(rows, to, emission);
      if (this.isTooNarrow || this.#isRefused || this.#isIncomplete) return false;
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
    // One that leads to the same with other names does change something.
    if (!changed && batch.renames) changed = row.some((word, at) => batch.reached[to + at] !== word);
    if (!changed) {
      this.selfLoops++;
      if (!this.stutters) return true;
    }
    if (event < 0 ? ~event >= this.#faultsFrom[process]! : process === this.source.network) this.faults++;
    const at = batch.count++;
    batch.hashes[at] = finish(parts);
    batch.parents[at] = this.#parent;
    batch.processes[at] = process;
    batch.events[at] = event;
    return true;
  }

  #fit(fits: boolean): void {
    if (!fits) this.isTooNarrow = true;
  }

  /** Puts its representative in the place of the state at an offset. Returns false where the layout is too narrow for it. */
  #normalise(rows: Int32Array, to: number): boolean {
    const canonical = this.canonical!;
    const found = this.view!.load(this.#layout, rows, to).parts();
    if (!canonical.renames) return this.#replace(rows, to, found, canonical.representative(found));
    const reached = canonical.alive(found);
    if (!this.#replace(rows, to, found, reached)) return false;
    this.batch.reached.set(rows.subarray(to, to + this.#layout.words), to);
    return this.#replace(rows, to, reached, canonical.representative(reached));
  }

  #replace(rows: Int32Array, to: number, found: Parts, by: Parts): boolean {
    if (by === found) return true;
    const layout = this.#layout;
    const { states, messages } = by;
    let fits = this.network.learn();
    for (let process = 0; process < states.length; process++)
      if ((states[process]! & ~layout.fieldMask[process]!) !== 0) fits = false;
    if (fits) {
      for (let process = 0; process < states.length; process++)
        layout.setField(rows, to, process, states[process]!);
      fits = this.network.replaceAll(rows, to, messages);
    }
    this.#fit(fits);
    return fits;
  }

  /** Adds what a step sends to the successor under construction, and lets instant messages be received. */
  #emit(rows: Int32Array, to: number, emission: number): void {
    this.#fit(this.network.send(rows, to, emission));
    if (this.network.hasInstants[emission] !== 0) this.#receiveAtOnce(rows, to, emission);
  }

  /** Lets the instant messages of an emission be received. */
  #receiveAtOnce(rows: Int32Array, to: number, emission: number): void {
    const { source } = this;
    const { instants } = source.emissions[emission]!;
    for (let next = 0; next < instants.length; next++) {
      const { process, message, must } = instants[next]!;
      const table = source.processes[process]!;
      if (this.isSplit && source.isCutOff(source.envelopes[message]!.from, table.id)) continue;
      if (++this.#instantSteps > INSTANTS_MAX)
        throw new ModelError(
          `more than ${INSTANTS_MAX} instant messages within one step, the last to ${table.id}: ` +
            'they answer each other without end; let one of them travel over the network',
        );
      const entry = this.find(table, this.#layout.field(rows, to, process), message);
      if (entry < 0) this.#isIncomplete = true;
      if (this.isTooNarrow || this.#isIncomplete) return;
      const state = table.steps.entries[entry + 2]!;
      if (state < 0 && must) this.#isRefused = true;
      if (this.#isRefused) return;
      if (state < 0) continue;
      this.#layout.setField(rows, to, process, state);
      const answer = table.steps.entries[entry + 3]!;
      if (answer !== 0) this.#emit(rows, to, answer);
      if (this.isTooNarrow || this.#isIncomplete) return;
    }
  }
}
