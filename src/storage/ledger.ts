/**
 * The ledger: which records there have to be.
 *
 * LevelDB passes over a damaged piece of its log and reads on, so batches can be missing before others that are there. Each
 * batch therefore writes down what it leaves behind: how many records there are, and the sum of their checksums. A record that
 * is missing, came back, or has its earlier value makes another sum, whichever batch was lost. Numbers of batches alone would
 * not tell, once those of the old ones are deleted.
 */
import { StorageError } from './storage-error.js';

/** What the records come to after a batch. */
export interface Balance {
  readonly records: number;
  /** Below 2^53 for the first two million records. */
  readonly sum: number;
}

export class Ledger {
  readonly #checksums = new Map<string, number>();
  #sum = 0;

  put(key: string, checksum: number): void {
    this.delete(key);
    this.#checksums.set(key, checksum);
    this.#sum += checksum;
  }

  delete(key: string): void {
    this.#sum -= this.#checksums.get(key) ?? 0;
    this.#checksums.delete(key);
  }

  keys(): Iterable<string> {
    return this.#checksums.keys();
  }

  get balance(): Balance {
    return { records: this.#checksums.size, sum: this.#sum };
  }

  /**
   * Asserts that the records are those that the last batch left behind.
   *
   * @throws StorageError where they are not.
   */
  assertBalance(expected: Balance, batch: number): void {
    const { records, sum } = this.balance;
    if (records === expected.records && sum === expected.sum) return;
    throw new StorageError('incomplete', {
      expected: `${expected.records} records with the sum ${expected.sum}, as batch ${batch} left them`,
      got: `${records} with the sum ${sum}`,
      likelyCause: 'a damaged file, of which the database left out a part without a word',
      nextStep: 'replace this node by a new member, and check the disk',
    });
  }
}
