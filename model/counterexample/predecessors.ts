/**
 * The steps that lead to a state from the level before it. The search kept one of them at most; the others are found by a scan of that
 * level, in which only states are expanded again that differ from the one reached as a single step can make them.
 */

import { PAUSE_EVERY } from '../host/budget.js';
import type { Place } from '../property/finding.js';
import type { Search } from '../search/search.js';
import { stepsFrom } from '../search/steps-from.js';
import { CHUNK_BITS, CHUNK_MASK } from '../state/rows.js';
import { NETWORKS } from '../system/network.js';

export class Predecessors {
  /** The participants that change only in steps of their own; the others also receive instant messages. */
  readonly #alone: readonly number[];

  constructor(readonly search: Search) {
    const { processes, emissions } = search.tables;
    const instants = new Set(emissions.flatMap((each) => each.instants.map(({ process }) => process)));
    this.#alone = [...processes.keys()].filter((process) => !instants.has(process));
  }

  /** All steps that lead to a visited state from the level before. Pauses now and then, by yielding nothing. */
  *of(state: number): Generator<Place | undefined, void> {
    const { search } = this;
    const { from, to } = search.levelBefore(state);
    const target = search.rows.read(state);
    const mayLead = this.#filter(target);
    const { chunks, words } = search.rows;
    for (let before = from; before < to; before++) {
      if (before % PAUSE_EVERY === 0) yield undefined;
      if (!mayLead(chunks[before >>> CHUNK_BITS]!, (before & CHUNK_MASK) * words)) continue;
      for (const { step, row } of stepsFrom(search, before))
        if (row.every((word, at) => word === target[at])) yield { state: before, step };
    }
  }

  /** Whether a packed state differs from another one no more than by one step. It need not be so that one leads to the other. */
  #filter(target: Int32Array): (row: Int32Array, at: number) => boolean {
    const { layout, system } = this.search;
    const { bitWord, bitMask } = layout;
    /** What cannot be under way before a step after which it is not, where a network forgets nothing. */
    const absent = new Int32Array(target.length);
    if (!NETWORKS[system.network].consumes)
      bitWord.forEach((word, message) => {
        absent[word]! |= bitMask[message]! & ~target[word]!;
      });
    const local = this.#alone.map((process) => layout.field(target, 0, process));
    return (row, at) => {
      for (let word = 0; word < absent.length; word++)
        if ((row[at + word]! & absent[word]!) !== 0) return false;
      let moved = 0;
      for (let each = 0; each < local.length && moved < 2; each++)
        if (layout.field(row, at, this.#alone[each]!) !== local[each]) moved++;
      return moved < 2;
    };
  }
}
