/**
 * Writes large snapshots while the store goes on: until one is recorded, the decrees that it stands for stay where they are.
 *
 * A snapshot that was begun is written to its end, and of those that come meanwhile only the last: however fast they come, each
 * that is written is recorded.
 */
import type { SnapshotRecord } from '../paxos/snapshot.js';
import type { SnapshotFile, SnapshotFiles } from './snapshot-files.js';

/** A snapshot that is durable, and not recorded yet. */
export interface WrittenSnapshot<State, Answer> {
  readonly record: SnapshotRecord<State, Answer>;
  readonly file: SnapshotFile;
}

export class SnapshotWriter<State, Answer> {
  readonly #closing = new AbortController();
  #waiting: SnapshotRecord<State, Answer> | undefined;
  #written: WrittenSnapshot<State, Answer> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #work: Promise<void> | undefined;

  constructor(readonly files: SnapshotFiles) {}

  put(record: SnapshotRecord<State, Answer>): void {
    this.#waiting = record;
    this.#work ??= this.#writeAll();
  }

  /**
   * The last one that is durable, once.
   *
   * @throws what has made the writing of one fail: what is on the disk is not known then.
   */
  take(): WrittenSnapshot<State, Answer> | undefined {
    if (this.#failure !== undefined) throw this.#failure.error;
    const written = this.#written;
    this.#written = undefined;
    return written;
  }

  /** Gives up what is under way. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#work;
  }

  async #writeAll(): Promise<void> {
    const { signal } = this.#closing;
    try {
      for (let record = this.#waiting; record !== undefined; record = this.#waiting) {
        this.#waiting = undefined;
        this.#written = { record, file: await this.files.write(record.snapshot, signal) };
      }
    } catch (error) {
      // One that was given up is only not there.
      if (!signal.aborted) this.#failure = { error };
    }
    this.#work = undefined;
  }
}
