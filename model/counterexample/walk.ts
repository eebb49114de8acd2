/**
 * Goes along a path of visited states with states as they really are, where the visited ones stand for others: each step is one
 * whose outcome the next visited state stands for.
 */

import { ModelError } from '../data/model-error.js';
import type { Case } from '../property/case.js';
import { NO_NUMBER } from '../property/step-question.js';
import type { Search } from '../search/search.js';
import { TOO_NARROW } from '../search/successors.js';
import type { Parts } from '../state/parts.js';
import { View } from '../state/view.js';

/** A step that was taken on the way. */
export interface Taken {
  /** The packed state before it. */
  readonly before: Int32Array;
  readonly process: number;
  readonly event: number;
}

export class Walk {
  /** The states walked through, the initial one first, in parts: they outlive a change of layout. */
  readonly states: Parts[] = [];
  #row: Int32Array;
  readonly #view: View;

  constructor(readonly search: Search) {
    const { system, tables, inboxes, initial, layout } = search;
    this.#view = new View(system, tables, inboxes);
    this.#row = initial.slice();
    this.states.push(this.#view.load(layout, this.#row, 0).parts());
  }

  /** Takes a step to a state that a visited one stands for. */
  to(state: number): Taken {
    return this.#take((row) => {
      const found = this.search.successors.representative(row);
      return this.search.rows.read(state).every((word, at) => found?.[at] === word);
    });
  }

  /** Takes the step that decides a property of steps. */
  past(decided: Case | undefined, step: { readonly process: number; readonly event: number }): Taken {
    const { symmetry } = this.search;
    return this.#take((row, process, event) => {
      if (symmetry === undefined) return process === step.process && event === step.event;
      return !decided!.steps!.ask(NO_NUMBER, this.#row, 0, row, 0);
    });
  }

  #take(isWanted: (row: Int32Array, process: number, event: number) => boolean): Taken {
    const { search } = this;
    const { successors } = search;
    // Names are walked with as they really are. Numbers that are renamed by rank are so at every step: else two that are above all
    // others would be one.
    const asItIs = { stutters: false, representatives: search.symmetry === undefined };
    for (;;) {
      successors.batch.count = 0;
      const narrow = successors.expand(this.#row, 0, 0, asItIs) === TOO_NARROW;
      const { batch } = successors;
      const { count, words, rows, processes, events } = batch;
      batch.count = 0;
      for (let next = 0; next < count && !narrow; next++) {
        const row = rows.slice(next * words, (next + 1) * words);
        if (!isWanted(row, processes[next]!, events[next]!)) continue;
        const taken = { before: this.#row, process: processes[next]!, event: events[next]! };
        this.#row = row;
        this.states.push(this.#view.load(search.layout, row, 0).parts());
        return taken;
      }
      if (!narrow && !successors.isTooNarrow) throw departed(search.system.name);
      this.#row = search.widen()(this.#row);
    }
  }
}

/** The error where a run does not come out as it did. */
export function departed(system: string): ModelError {
  return new ModelError(
    `system ${system}: a run does not come out again as the search took it; expected functions of context and event alone, which ` +
      'neither count nor remember',
  );
}
