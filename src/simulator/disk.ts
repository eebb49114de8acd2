/** A disk in virtual time: a write takes a while, can fail, and is torn by a crash. */
import type { Reaches } from '../node/witness.js';
import { decidedThrough, isDecided, type LogOptions } from '../paxos/log.js';
import { keep, nothingKept } from '../paxos/record.js';
import type { Slot } from '../paxos/slot.js';
import { sameValue } from '../paxos/value.js';
import type { Chance } from './chance.js';
import type { Circumstances } from './circumstances.js';
import { copied } from './copied.js';
import type { Time } from './timeline.js';
import type { Batch, Decree, Kept, Storage } from './words.js';

/** How many of the last batches can be lost. */
const EARLIER_MAX = 16;

/** What was kept before a batch. */
interface Earlier {
  readonly batch: number;
  readonly kept: Kept;
  readonly witnessed: Reaches;
}

/** So much longer does a write take on a slow disk. */
const SLOW_BY_MS = 80;

export class DiskError extends Error {
  override readonly name = 'DiskError';
}

export class Disk implements Storage {
  #isCalm = false;
  /** How many faults make it full at present, and how many make it slow. */
  #full = 0;
  #slow = 0;
  /** The next write fails. */
  #isToFail = false;
  #kept: Kept;
  #start = 0;
  /** The last batch that is said to be durable, and the last that is. */
  #batch = 0;
  #batchKept = 0;
  #witnessed: Reaches = {};
  /** What was kept before each of the last batches since it was opened. */
  #earlier: readonly Earlier[] = [];
  /** What was kept before its end was lost; null while it was not. */
  #lost: Kept | null = null;
  #writing: readonly Batch[] | null = null;
  /** After a failed sync it takes what was to be written for written, as file systems do, until it is opened again. */
  #isLying = false;

  constructor(
    first: LogOptions,
    readonly timeline: Time,
    readonly circumstances: Circumstances,
    readonly chance: Chance,
  ) {
    this.#kept = nothingKept(first);
  }

  get start(): number {
    return this.#start;
  }

  get batch(): number {
    return this.#batch;
  }

  /** Whether it has lost its end, once and for all. */
  get hasLost(): boolean {
    return this.#lost !== null;
  }

  /** The last slot through which all that it holds is decided. */
  get decided(): number {
    return decidedThrough(this.#kept.log);
  }

  get witnessed(): Reaches {
    return this.#witnessed;
  }

  /** Nothing that is loaded is shared with what was there before. */
  load(): Promise<Kept> {
    this.#start++;
    this.#batch = ++this.#batchKept;
    this.#earlier = [];
    return Promise.resolve(copied(this.#kept));
  }

  write(batches: readonly Batch[], news: Reaches = {}): Promise<void> {
    this.#writing = batches;
    const { writeMs } = this.circumstances;
    const usual = this.#isCalm ? 1 : this.chance.exponential(writeMs);
    return new Promise((resolve, reject) => {
      const end = (): void => {
        // A crash came before.
        if (this.#writing !== batches) return;
        this.#writing = null;
        const failed = this.#failure();
        if (failed === null) {
          if (!this.#isLying) {
            this.#keep(batches);
            this.#witnessed = { ...this.#witnessed, ...news };
          }
          this.#batch += batches.length;
          resolve();
          return;
        }
        this.#keep(batches.slice(0, this.chance.below(batches.length + 1)));
        reject(failed);
      };
      const extra = this.#slow > 0 && !this.#isCalm ? SLOW_BY_MS : 0;
      this.timeline.after(usual + extra, end, this.chance.name);
    });
  }

  /** The power is gone: of the batches under way the first ones are kept, each whole or not at all. Returns how many there were. */
  crash(): { readonly underWay: number; readonly kept: number } {
    const batches = this.#writing ?? [];
    const kept = this.chance.below(batches.length + 1);
    if (!this.#isLying) this.#keep(batches.slice(0, kept));
    this.#writing = null;
    this.#isLying = false;
    return { underWay: batches.length, kept };
  }

  /** Batches that were said to be durable are gone, from that one on. Returns whether that is possible. */
  loseFrom(batch: number): boolean {
    const earlier = this.#earlier.find((one) => one.batch === batch);
    if (earlier === undefined) return false;
    this.#lost = this.#kept;
    this.#kept = earlier.kept;
    this.#witnessed = earlier.witnessed;
    this.#batchKept = batch - 1;
    return true;
  }

  failNext(): void {
    this.#isToFail = true;
  }

  /** There is no space, until what is returned is called. */
  fill(): () => void {
    this.#full++;
    return () => void this.#full--;
  }

  /** It is slow, until what is returned is called. */
  slowDown(): () => void {
    this.#slow++;
    return () => void this.#slow--;
  }

  /** The faults have ended: it works from now on. */
  heal(): void {
    this.#isCalm = true;
    this.#isToFail = false;
  }

  /** Whether it holds a vote for that decree in the slot, or the decision; or would, had it not lost its end. */
  holds(slot: Slot, decree: Decree): boolean {
    return [this.#kept, this.#lost].some(
      (kept) =>
        kept !== null &&
        (isDecided(kept.log, slot) ||
          kept.votes.some((vote) => vote.slot === slot && sameValue(vote.value, decree))),
    );
  }

  #failure(): DiskError | null {
    if (this.#full > 0 && !this.#isCalm) return new DiskError('no space is left on the disk');
    if (!this.#isToFail) return null;
    this.#isToFail = false;
    this.#isLying = true;
    return new DiskError('the disk could not write');
  }

  #keep(batches: readonly Batch[]): void {
    for (const records of batches) {
      const earlier = { batch: ++this.#batchKept, kept: this.#kept, witnessed: this.#witnessed };
      this.#earlier = [...this.#earlier.slice(1 - EARLIER_MAX), earlier];
      this.#kept = records.reduce(keep, this.#kept);
    }
  }
}
