/**
 * Snapshots: what the decrees through a slot come to, in their place.
 *
 * A snapshot has all that those decrees decided: the state, the table of sessions, and the configurations that govern later
 * slots, of which the last were decided within α of its slot.
 */
import { completed, type Governing, pruned } from './configuration.js';
import type { Executed } from './execution.js';
import { decidedThrough, joined, type Log } from './log.js';

export interface Snapshot<State, Answer> extends Executed<State, Answer> {
  /** The configurations of all slots after `through`, as far as the decrees through it tell. */
  readonly configurations: readonly Governing[];
}

/** A snapshot, as it is kept: it and what it stands for change places in one record. */
export interface SnapshotRecord<State, Answer> {
  readonly type: 'snapshot';
  readonly snapshot: Snapshot<State, Answer>;
  /** The decrees through this slot are left out: at most the snapshot's. */
  readonly base: number;
}

/** The snapshot of what was executed, which is all that the log has decided without a hole. */
export function snapshotOf<State, Answer>(
  executed: Executed<State, Answer>,
  log: Log<unknown>,
): Snapshot<State, Answer> {
  return { ...executed, configurations: pruned(log.configurations, executed.through) };
}

/** The log without the decrees through `base`, for which a snapshot stands. */
export function truncated<Command>(log: Log<Command>, base: number): Log<Command> {
  return {
    ...log,
    base,
    decrees: log.decrees.slice(base - log.base),
    configurations: pruned(log.configurations, base),
  };
}

/**
 * The log with the snapshot in the place of the decrees through its slot.
 *
 * What is known to be decided above stays; what is known below is in the snapshot. One that tells nothing new changes nothing.
 */
export function installed<Command>(log: Log<Command>, snapshot: Snapshot<unknown, unknown>): Log<Command> {
  const { through, configurations } = snapshot;
  if (through <= decidedThrough(log)) return log;
  const beyond = log.beyond.filter(({ slot }) => slot > through);
  return joined({
    alpha: log.alpha,
    base: through,
    decrees: [],
    beyond,
    configurations: completed(configurations, log.configurations),
  });
}
