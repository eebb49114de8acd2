/** The changes of members that were decided, as the records of decisions in traces have them. */
import type { Configuration } from '#src/paxos/configuration.js';
import { ALPHA, CIRCUMSTANCES, type Event, type Traces } from './tampering.js';

export interface Decided {
  readonly id: Configuration['id'];
  readonly slot: number;
  /** The first slot that it governs. */
  readonly from: number;
  readonly configuration: Configuration;
  /** Another with its number was decided before. */
  readonly isSecond: boolean;
}

/** The changes that were decided, by slot. */
export function changesIn(traces: Traces): readonly Decided[] {
  const bySlot = new Map<number, Configuration>();
  for (const events of Object.values(traces))
    for (const { slot, configuration } of events.flatMap(decidedIn)) bySlot.set(slot, configuration);
  const sorted = [...bySlot].sort(([one], [other]) => one - other);
  return sorted.map(([slot, configuration], index) => ({
    id: configuration.id,
    slot,
    from: slot + ALPHA,
    configuration,
    isSecond: sorted.slice(0, index).some(([, before]) => before.id === configuration.id),
  }));
}

/** Those that govern, by number. */
export function configurationsIn(traces: Traces): ReadonlyMap<number, Configuration> {
  return new Map(
    changesIn(traces).flatMap(({ id, configuration, isSecond }) => (isSecond ? [] : [[id, configuration]])),
  );
}

export function votersAt(traces: Traces, slot: number): number {
  const last = changesIn(traces).findLast(({ from, isSecond }) => from <= slot && !isSecond);
  return last?.configuration.quorums.acceptors.length ?? CIRCUMSTANCES.nodes;
}

function decidedIn(event: Event) {
  if (event.kind !== 'writing') return [];
  return event.batches
    .flat()
    .flatMap((record) =>
      record.type === 'decided' && record.value.type === 'configuration'
        ? [{ slot: record.slot, configuration: record.value.configuration }]
        : [],
    );
}
