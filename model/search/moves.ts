/**
 * What a participant can do in a state, kept by the part of the state that it depends on: its own local state, the messages it
 * may receive, and the messages it sends, for a step that sends only what is under way already may change nothing.
 */
import { doubled } from '../state/batch.js';
import { Memo } from '../state/memo.js';

/** Numbers that a step takes up in a list. */
export const NUMBERS_OF_A_STEP = 3;

/** Lists kept for one participant. Where more are needed, the part is too large for them to be met again. */
const LISTS_MAX = 1 << 16;

export class Moves {
  /**
   * The lists, one after another: how many steps change nothing, how many others there are, and for each of those the next
   * local state, the emission and the event.
   */
  arena = new Int32Array(1024);
  #end = 0;
  /** Where the list under construction begins. */
  #start = 0;
  #hits = 0;
  #misses = 0;
  readonly #memo = new Memo();

  /** Keeps lists by other bits from now on; `keep` says whether the layout is still the same. */
  setMask(mask: Int32Array, keep: boolean): void {
    if (this.#memo.setMask(mask, keep)) return;
    this.#end = 0;
    this.#hits = 0;
    this.#misses = 0;
  }

  get bytes(): number {
    return this.arena.length * 4 + this.#memo.bytes;
  }

  /** Where the list for a state begins in the arena, or −1. */
  find(row: Int32Array): number {
    if (this.#isUseless) return -1;
    const list = this.#memo.get(row, 0);
    if (list < 0) this.#misses++;
    else this.#hits++;
    return list;
  }

  begin(): void {
    this.#start = this.#end;
    this.#push(0);
    this.#push(0);
  }

  addSelfLoop(): void {
    this.arena[this.#start]!++;
  }

  add(next: number, emission: number, event: number): void {
    this.arena[this.#start + 1]!++;
    this.#push(next);
    this.#push(emission);
    this.#push(event);
  }

  /** Keeps the list, if there is room; else, or if it is not to be kept, forgets it. */
  finish(row: Int32Array, keep: boolean): void {
    if (keep && this.#memo.size < LISTS_MAX) this.#memo.set(row, 0, this.#start);
    else this.#end = this.#start;
  }

  /** Looking up costs more than it saves where states rarely agree in the part that counts. */
  get #isUseless(): boolean {
    return this.#memo.size === LISTS_MAX && this.#misses > this.#hits;
  }

  #push(number: number): void {
    if (this.#end === this.arena.length) this.arena = doubled(this.arena);
    this.arena[this.#end++] = number;
  }
}
