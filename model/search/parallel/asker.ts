/** The main thread's part in deciding properties while it expands states itself: it asks at once, and leaves nothing to doubt. */
import type { Batch } from '../../state/batch.js';
import type { Search } from '../search.js';
import type { Looks } from './expander.js';
import type { Doubts } from './protocol.js';

export class Asker implements Looks {
  readonly size = 0;

  constructor(readonly search: Search) {}

  isWithin(row: Int32Array, at: number): boolean {
    return this.search.judge.within?.ask(row, at) !== false;
  }

  onDeadlock(state: number): void {
    const { judge, rows, layout } = this.search;
    judge.setLayout(layout);
    judge.onDeadlock(rows.read(state), 0, state);
  }

  onState(row: Int32Array, at: number, state: number, from: Int32Array, fromAt: number): void {
    this.search.judge.onState(row, at, state, from, fromAt);
  }

  onSteps(batch: Batch): void {
    const { judge, rows, layout } = this.search;
    judge.setLayout(layout);
    judge.onSteps(batch, rows);
  }

  take(): Doubts {
    return { states: [], steps: [], deadlocks: [] };
  }
}
