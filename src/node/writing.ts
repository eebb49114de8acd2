/**
 * Writing: what has come goes to the disk together, one write after the other.
 *
 * Nobody waits for decisions to be durable, since they can be learned again. By themselves they are held back a little, so that the
 * next vote does not wait for their sync and goes to the disk with them.
 */
import type { Outbox } from './outbox.js';
import type { Clock, Storage } from './ports.js';
import type { Reaches } from './witness.js';

export interface WritingOptions<Command, State, Answer> {
  readonly outbox: Outbox<Command, State, Answer>;
  readonly storage: Pick<Storage<Command, State, Answer>, 'write'>;
  readonly clock: Clock;
  /** The persists that may be under way. A quarter of them may be held back. */
  readonly persistsMax: number;
  /** What is to be written of the others' stores. */
  readonly witnessed: () => Reaches;
  /** So many more persists are durable, after so many that were before. */
  readonly durable: (count: number, after: number) => void;
  /** Whether they were written is not known, and a later success would not tell. */
  readonly failed: (error: unknown) => void;
}

/**
 * For so long decisions are held back. No option, since nobody waits for them: what they are bounded by is how many they are, a quarter of
 * `persistsMax`.
 */
export const HELD_BACK_MS = 20;

export class Writing<Command, State, Answer> {
  #underWay: Promise<void> | undefined;
  #isEnding = false;
  #isClosed = false;
  #cancel: (() => void) | undefined;

  constructor(readonly options: WritingOptions<Command, State, Answer>) {}

  /**
   * Writes what has come meanwhile, again and again, one write at a time.
   *
   * @param isDue whether what was held back has waited long enough
   */
  write(isDue = false): void {
    const { outbox, clock } = this.options;
    if (this.#underWay !== undefined || !outbox.hasUnwritten || this.#isClosed) return;
    if (isDue || !this.#mayWait) {
      this.#underWay = this.#writeAll().then(() => {
        this.#underWay = undefined;
        if (!this.#isEnding) this.write();
      });
      return;
    }
    this.#cancel ??= clock.after(HELD_BACK_MS, () => {
      this.#cancel = undefined;
      this.write(true);
    });
  }

  /** Writes all that has come so far, even what is held back. It takes at most two writes, however much keeps coming. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#underWay;
    this.write(true);
    await this.#underWay;
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel?.();
  }

  get #mayWait(): boolean {
    return this.options.outbox.mayWait(this.options.persistsMax / 4);
  }

  /** Until nothing is left, or only what may wait. Once the node ends, it does not go round again. */
  async #writeAll(): Promise<void> {
    const { outbox, storage, witnessed, durable, failed } = this.options;
    do {
      // Messages of this callback leave first: the others work while this batch is made.
      await undefined;
      if (this.#isClosed) return;
      const after = outbox.acknowledged;
      const persists = outbox.takeUnwritten();
      try {
        await storage.write(
          persists.map(({ records }) => records),
          witnessed(),
        );
      } catch (error) {
        failed(error);
      }
      if (this.#isClosed) return;
      outbox.acknowledge(persists.length);
      durable(persists.length, after);
    } while (!this.#isClosed && !this.#isEnding && !this.#mayWait);
  }
}
