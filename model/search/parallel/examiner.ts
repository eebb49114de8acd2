/**
 * One thread's part in deciding properties. It calls no code of users: where an answer is not known, or decides a property, the state or
 * the step becomes a doubt, which the main thread looks into.
 */
import { StepAnswers } from '../../property/step-question.js';
import type { Batch } from '../../state/batch.js';
import { CHUNK_BITS, CHUNK_MASK } from '../../state/rows.js';
import { Known } from './known.js';
import type { Briefing, Doubts } from './protocol.js';

/** Kept for a question that became a doubt: no need for another one. */
const PENDING = 2;
/** The same for a step; until it is known better, it is as claimed. */
const AS_CLAIMED = 1;

interface OpenCase {
  readonly number: number;
  readonly wanted: number;
  readonly known: Known;
}

interface OpenSteps {
  readonly number: number;
  readonly answers: StepAnswers;
}

export class Examiner {
  readonly #states: readonly OpenCase[];
  readonly #steps: readonly OpenSteps[];
  readonly #within: Known | undefined;
  readonly watchesDeadlocks: boolean;
  #doubts: Doubts = { states: [], steps: [], deadlocks: [] };

  constructor({ states, steps, within, deadlocks }: Omit<Briefing, 'kind' | 'news'>) {
    this.#states = states.map(({ number, wanted, memo }) => ({
      number,
      wanted: wanted ? 1 : 0,
      known: new Known(memo),
    }));
    this.#steps = steps.map(({ number, before, after, pairs }) => {
      const known = new Known(before);
      const answers = new StepAnswers(known, before === after ? known : new Known(after), new Known(pairs));
      return { number, answers };
    });
    this.#within = within && new Known(within);
    this.watchesDeadlocks = deadlocks;
  }

  get size(): number {
    const { states, steps, deadlocks } = this.#doubts;
    return states.length + steps.length + deadlocks.length;
  }

  /** Whether a state is within the system's bounds. The main thread asked that of all states of the level. */
  isWithin(row: Int32Array, at: number): boolean {
    return this.#within?.get(row, at) !== 0;
  }

  onDeadlock(state: number): void {
    if (this.watchesDeadlocks) this.#doubts.deadlocks.push(state);
  }

  /** Looks at a state that was found just now, next to the state it was reached from. */
  onState(row: Int32Array, at: number, state: number, from: Int32Array, fromAt: number): void {
    for (const { number, wanted, known } of this.#states) {
      if (known.same(from, fromAt, row, at)) continue;
      const answer = known.get(row, at);
      if (answer < 0) known.set(row, at, PENDING);
      if (answer < 0 || answer === wanted) this.#doubts.states.push(number, state);
    }
  }

  /** Looks at steps between different states. */
  onSteps({ rows, words, count, parents, processes, events }: Batch, chunks: readonly Int32Array[]): void {
    for (const { number, answers } of this.#steps)
      for (let next = 0; next < count; next++) {
        const parent = parents[next]!;
        const from = chunks[parent >>> CHUNK_BITS]!;
        const at = next * words;
        if (answers.get(parent, from, (parent & CHUNK_MASK) * words, rows, at) === AS_CLAIMED) continue;
        answers.keep(AS_CLAIMED);
        this.#doubts.steps.push(number, parent, processes[next]!, events[next]!);
        for (let word = 0; word < words; word++) this.#doubts.steps.push(rows[at + word]!);
      }
  }

  /** The doubts since they were taken last. */
  take(): Doubts {
    const doubts = this.#doubts;
    this.#doubts = { states: [], steps: [], deadlocks: [] };
    return doubts;
  }
}
