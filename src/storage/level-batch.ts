/** One batch for the database: what it puts and deletes, numbered and sealed, and what it leaves behind. */
import type { AbstractLevel } from 'abstract-level';
import type { Ledger } from './ledger.js';
import { seal } from './seal.js';

/** Any database of abstract-level. */
export type Level = AbstractLevel<string | Buffer | Uint8Array, string, string>;

/** How keys and values are given to the database. */
export const ENCODINGS = { keyEncoding: 'utf8', valueEncoding: 'view' } as const;

/** The key of what the last batch left behind. */
export const HEAD_KEY = 'head';

export class LevelBatch {
  /** The sealed value for each key that changes; undefined where it is deleted. */
  readonly #changes = new Map<string, Uint8Array | undefined>();

  constructor(
    readonly ledger: Ledger,
    readonly number: number,
  ) {}

  put(key: string, value: unknown, format?: number): void {
    const { bytes, checksum } = seal(key, this.number, value, format);
    this.#changes.set(key, bytes);
    this.ledger.put(key, checksum);
  }

  delete(key: string): void {
    this.#changes.set(key, undefined);
    this.ledger.delete(key);
  }

  /** Writes all of it or nothing. Resolves when it survives a crash. */
  async writeTo(db: Level): Promise<void> {
    this.#changes.set(HEAD_KEY, seal(HEAD_KEY, this.number, this.ledger.balance).bytes);
    const operations = [...this.#changes].map(([key, value]) =>
      value === undefined ? ({ type: 'del', key } as const) : ({ type: 'put', key, value } as const),
    );
    // Databases in memory do not know of `sync`.
    const options = { ...ENCODINGS, sync: true };
    await db.batch<string, Uint8Array>(operations, options);
  }
}
