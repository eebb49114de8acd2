/** A cluster on trial: its processes under the load of clients, chance, and what has happened so far. */

import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Conformance, conform } from '#src/conform/conform.js';
import { until } from '#test/transport/words.js';
import { CLIENTS, Load } from './load.js';
import type { Place } from './place.js';
import { type Beginning, Processes } from './processes.js';
import { canTrace } from './tracer.js';
import { traced } from './written.js';

const LOOKED_AT_EVERY_MS = 200;
const READ_AT_ONCE = 100;
/** Syncs take up to so much longer, so that a process is often killed before one has ended. */
const SYNC_DELAY_MS = 20;
/** How fast clocks run: apart by at most what leases allow, or however they like, where there are no leases. */
const RATES = { drifting: [0.97, 0.985, 1, 1.015, 1.03], wild: [0.5, 0.8, 1, 1, 1, 1.25, 2] } as const;

export type Clocks = keyof typeof RATES;

export class Trial<Where extends Place = Place> {
  /** How often what was done. */
  readonly counts: Record<string, number> = {};
  readonly #struck: { readonly name: string; readonly from: number; to: number }[] = [];
  #processes: Processes | undefined;
  #load: Load | undefined;
  #starts = 0;
  readonly #syncs = new Map<string, string>();
  /** Where strace and the members write what they do. It stays where a trial ends badly. */
  readonly notes = mkdtempSync(join(tmpdir(), 'synod-trial-'));
  readonly #looking: NodeJS.Timeout;
  #leader: string | undefined;

  private constructor(
    readonly place: Where,
    readonly random: () => number,
    readonly clocks: Clocks,
  ) {
    this.#looking = setInterval(() => void this.#look(), LOOKED_AT_EVERY_MS);
  }

  static async start<Where extends Place>(
    place: Where,
    random: () => number,
    clocks: Clocks = 'drifting',
  ): Promise<Trial<Where>> {
    const trial = new Trial(place, random, clocks);
    trial.#processes = await Processes.start({
      place,
      isWithoutLeases: clocks === 'wild',
      beginning: (name) => trial.#beginning(name),
    });
    trial.#load = new Load(trial.processes);
    await trial.underWay();
    return trial;
  }

  get processes(): Processes {
    return this.#processes!;
  }

  get load(): Load {
    return this.#load!;
  }

  /** The member that was last seen to lead, or else any. */
  get leader(): string {
    return this.#leader ?? this.any();
  }

  any(): string {
    return this.oneOf(this.place.names);
  }

  oneOf<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.random() * items.length)]!;
  }

  /** Has the fault happen, and counts it. */
  async strike(name: string, fault: () => Promise<void>): Promise<void> {
    const struck = { name, from: performance.now(), to: Number.POSITIVE_INFINITY };
    this.#struck.push(struck);
    this.count(name);
    await fault();
    struck.to = performance.now();
  }

  /** The longest time in which nobody was answered, and what happened then. */
  get longestStall(): { readonly ms: number; readonly during: readonly string[] } {
    const { ms, from } = this.load.longestStall;
    const during = this.#struck.filter((one) => one.to >= from && one.from <= from + ms);
    return { ms: Math.round(ms), during: during.map(({ name }) => name) };
  }

  /** Waits for a time from the one to the other, in seconds. */
  wait(from: number, to: number): Promise<void> {
    return pause(1_000 * (from + this.random() * (to - from)));
  }

  count(what: string, times = 1): void {
    this.counts[what] = (this.counts[what] ?? 0) + times;
  }

  /** Waits until clients are answered again. */
  async underWay(): Promise<void> {
    const { counts } = this.load;
    const before = counts.answered;
    await until(() => counts.answered > before + CLIENTS, 'clients to be answered', 60_000);
  }

  /** What strace has written of a process that is gone; nothing where it was killed before strace had begun. */
  syncsOf(name: string): string {
    const file = this.#syncs.get(name)!;
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /** Ends the load, when everything is as it should be, and reads all keys: one member after the other is asked. */
  async end(): Promise<void> {
    await this.load.end();
    const events = this.load.history;
    const keys = [
      ...new Set(events.flatMap((event) => (event.type === 'call' ? [event.operation.key] : []))),
    ];
    const { names } = this.processes;
    for (let at = 0; at < keys.length; at += READ_AT_ONCE) {
      const some = keys.slice(at, at + READ_AT_ONCE);
      const reads = some.map((key, index) => this.load.call(names[index % names.length]!, { key, add: 0 }));
      const areAnswered = await Promise.all(reads);
      this.count('keys read at the end', areAnswered.filter(Boolean).length);
    }
    this.count('keys', keys.length);
  }

  /** Whether everything that the members said and did is allowed by the book. They are killed first. */
  async conformance(): Promise<Conformance> {
    await Promise.all(this.place.names.map((name) => this.processes.kill(name)));
    return conform(this.place.names.map((name) => this.#traceOf(name)));
  }

  async close(): Promise<void> {
    clearInterval(this.#looking);
    await this.processes.close();
  }

  #traceOf(name: string): string {
    return join(this.notes, `${name}.trace`);
  }

  #beginning(name: string): Beginning {
    const rate = this.oneOf<number>(RATES[this.clocks]);
    const setting = { clock: { rate }, trace: this.#traceOf(name) };
    if (rate !== 1) this.count('skewed clocks');
    if (!canTrace) return { setting };
    const file = join(this.notes, `${name}.${++this.#starts}`);
    this.#syncs.set(name, file);
    return { setting, before: traced(file, Math.ceil(this.random() * SYNC_DELAY_MS)) };
  }

  async #look(): Promise<void> {
    for (const name of this.place.names) {
      const status = await this.#processes?.status(name);
      if (status?.type !== 'status' || status.leader !== name || this.#leader === name) continue;
      this.#leader = name;
      this.count('leaders seen to change');
    }
  }
}
