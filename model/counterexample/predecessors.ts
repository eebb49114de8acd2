/**
 * The steps that lead to a state from the level before it. The search kept one of them at most; the others are found by a scan of that
 * level, in which only states are expanded again that differ from the one reached as a single step can make them.
 */

import type { Label } from '../data/label.js';
import type { Search } from '../search/search.js';
import { stepsFrom } from '../search/steps-from.js';
import { CHUNK_BITS, CHUNK_MASK } from '../state/rows.js';
import { NETWORKS } from '../system/network.js';

/** A state, or a step out of it. */
export interface Place {
  readonly state: number;
  readonly step?: Label;
}

/** States looked at between two pauses. */
const PAUSE_EVERY = 4096;

export class Predecessors {
  /** The participants that change only in steps of their own, and the others, which also receive instant messages. */
  readonly #alone: readonly number[];
  readonly #together: readonly number[];
  /** By participant and local state: the local states from which one step leads there. */
  readonly #before: readonly (readonly number[])[][];

  constructor(readonly search: Search) {
    const { processes, emissions } = search.tables;
    const instants = new Set(emissions.flatMap((each) => each.instants.map(({ process }) => process)));
    this.#alone = [...processes.keys()].filter((process) => !instants.has(process));
    this.#together = [...instants];
    this.#before = processes.map(({ states, steps }) => {
      const before: number[][] = states.map(() => []);
      for (const [state, , next] of steps.list()) if (next >= 0) before[next]!.push(state);
      return before;
    });
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
    const { layout, tables, system } = this.search;
    const local = tables.processes.map(({ number }) => layout.field(target, 0, number));
    const before = tables.processes.map(({ number, states }) => {
      const isBefore = new Uint8Array(states.length);
      for (const state of this.#before[number]![local[number]!]!) isBefore[state] = 1;
      return isBefore;
    });
    for (const process of this.#together) this.#close(process, local[process]!, before[process]!);
    const absent = this.#absentMessages(target);
    const mayHaveMore = NETWORKS[system.network].consumes;
    return (row, at) => {
      if (!mayHaveMore)
        for (let word = 0; word < absent.length; word++)
          if ((row[at + word]! & absent[word]!) !== 0) return false;
      let moved = false;
      for (const process of this.#alone) {
        const state = layout.field(row, at, process);
        if (state === local[process]) continue;
        if (moved || before[process]![state] === 0) return false;
        moved = true;
      }
      for (const process of this.#together)
        if (before[process]![layout.field(row, at, process)] === 0) return false;
      return true;
    };
  }

  /** Marks a local state, and those from which any number of steps leads there: within one step there may be several receptions. */
  #close(process: number, state: number, marked: Uint8Array): void {
    const open = [state];
    marked.fill(0)[state] = 1;
    for (const next of open)
      for (const before of this.#before[process]![next]!) {
        if (marked[before] === 1) continue;
        marked[before] = 1;
        open.push(before);
      }
  }

  /** The bits of the messages that are not under way in a packed state. */
  #absentMessages(row: Int32Array): Int32Array {
    const { bitWord, bitMask } = this.search.layout;
    const absent = new Int32Array(row.length);
    bitWord.forEach((word, message) => {
      absent[word]! |= bitMask[message]! & ~row[word]!;
    });
    return absent;
  }
}
