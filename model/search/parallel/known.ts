/**
 * What a thread of a search knows of a question: what it was told, in shared memory that it only reads, and beside it what it noted itself
 * while it waits to be told.
 */
import type { Numbering, PairMemo } from '../../property/step-question.js';
import { Memo, type MemoImage } from '../../state/memo.js';

/** The first number that a thread gives to what has none yet: no other thread, and no later order, knows it by that. */
const PROVISIONAL = 2 ** 30;

export class Known implements Numbering, PairMemo {
  readonly #told: Memo;
  readonly #noted: Memo;

  constructor(image: MemoImage) {
    this.#told = Memo.of(image);
    this.#noted = Memo.of(image);
    this.#noted.clear();
  }

  get(row: Int32Array, at: number): number {
    const told = this.#told.get(row, at);
    return told < 0 ? this.#noted.get(row, at) : told;
  }

  set(row: Int32Array, at: number, number: number): void {
    this.#noted.set(row, at, number);
  }

  number(row: Int32Array, at: number): number {
    const told = this.#told.get(row, at);
    return told < 0 ? PROVISIONAL + this.#noted.number(row, at) : told;
  }

  same(a: Int32Array, atA: number, b: Int32Array, atB: number): boolean {
    return this.#told.same(a, atA, b, atB);
  }
}
