/** A run taken by hand: what can happen in a state, faults and losses included, and what comes of a choice. */
import type { LocalState } from '../participant/process.js';
import type { AnySystem } from '../system/system.js';
import type { Trace, TraceStep } from '../trace/trace.js';
import { RealNumbers } from './real-numbers.js';
import { Run } from './run.js';

/** Where a run by hand has come to. It does not change: each choice leads to another. */
export interface Position {
  /** The run up to here. */
  readonly trace: Trace;
  /** What properties see here. */
  readonly view: Readonly<Record<string, unknown>>;
  /** What properties of a step see as the state after it: the same, except that numbers are not renamed yet. */
  readonly reached: Readonly<Record<string, unknown>>;
  /** Every participant's local state, by name. */
  readonly states: Readonly<Record<string, LocalState>>;
  /** What can happen now. Steps that would change nothing are left out. */
  readonly choices: readonly Choice[];
  /** A state or a choice's step as it reads with real numbers, where the search renames them by rank. */
  told<Value>(value: Value): Value;
}

/** A step that can be taken. */
export interface Choice {
  readonly step: TraceStep;
  readonly take: () => Position;
}

/**
 * The first state of a system, to go on from by hand.
 *
 * @example
 * const first = byHand(lamps);
 * first.choices.length; // → 1
 * first.choices[0]!.take().trace.steps.length; // → 1
 */
export function byHand(system: AnySystem): Position {
  const start = Run.start(system);
  return new Hand(start, start.trace, RealNumbers.of(start));
}

class Hand implements Position {
  constructor(
    readonly run: Run,
    readonly trace: Trace,
    readonly numbers: RealNumbers,
  ) {}

  get view(): Position['view'] {
    return this.run.view;
  }

  get reached(): Position['reached'] {
    return this.run.reached;
  }

  get states(): Position['states'] {
    return this.run.states;
  }

  get choices(): readonly Choice[] {
    if (!this.run.isWithin) return [];
    return this.run.steps
      .filter(({ next }) => next.differsFrom(this.run))
      .map(({ step, next }) => ({
        step,
        take: () =>
          new Hand(next, { ...this.trace, steps: [...this.trace.steps, step] }, this.numbers.after(next)),
      }));
  }

  told<Value>(value: Value): Value {
    return this.numbers.told(value);
  }
}
