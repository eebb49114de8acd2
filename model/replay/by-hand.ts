/** A run taken by hand: what can happen in a state, faults and losses included, and what comes of a choice. */
import type { AnyEvent, LocalState } from '../participant/process.js';
import type { AnySystem } from '../system/system.js';
import type { Trace, TraceStep } from '../trace/trace.js';
import { Run, type Taken } from './run.js';

/** Where a run by hand has come to. It does not change: each choice leads to another. */
export interface Position {
  /** The run up to here. */
  readonly trace: Trace;
  /** What properties see here. */
  readonly view: Readonly<Record<string, unknown>>;
  /** Every participant's local state, by name. */
  readonly states: Readonly<Record<string, LocalState>>;
  /** What can happen now. Steps that would change nothing are left out. */
  readonly choices: readonly Choice[];
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
  return new Hand(start, {
    system: system.name,
    initial: statesOf(start),
    history: start.hidden,
    steps: [],
  });
}

class Hand implements Position {
  constructor(
    readonly run: Run,
    readonly trace: Trace,
  ) {}

  get view(): Position['view'] {
    return this.run.view;
  }

  get states(): Position['states'] {
    return statesOf(this.run);
  }

  get choices(): readonly Choice[] {
    if (!this.run.isWithin) return [];
    return possibleSteps(this.run)
      .filter(({ next }) => next.key !== this.run.key)
      .map(({ step, next }) => ({
        step,
        take: () => new Hand(next, { ...this.trace, steps: [...this.trace.steps, step] }),
      }));
  }
}

function statesOf({ tables, locals }: Run): Readonly<Record<string, LocalState>> {
  return Object.fromEntries(
    tables.processes.map(({ id, number, process, states }) => [id, process.show(states[locals[number]!])]),
  );
}

/** All steps, by participant: its inputs, what it may receive, and what the network may lose. */
function possibleSteps(run: Run): readonly Taken[] {
  const { tables, underWay } = run;
  const messages = [...new Set(underWay)].map((message) => tables.envelopes[message]!);
  const taken = (who: string, event: AnyEvent): readonly Taken[] => {
    const outcome = run.take(who, event);
    return 'because' in outcome ? [] : [outcome];
  };
  return run.actors.flatMap(({ id, number, inputs }) => [
    ...inputs.flatMap((event) => taken(id, event)),
    ...messages
      .filter(({ receivers }) => receivers.includes(number))
      .flatMap(({ event }) => taken(id, event)),
    ...(number === tables.network
      ? messages.flatMap(({ event: { from, ...message }, to }) =>
          taken(id, { type: 'fault.lose', from, to, message } as AnyEvent),
        )
      : []),
  ]);
}
