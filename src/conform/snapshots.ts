/** The snapshots of all nodes: two through the same slot are of the same state, since they executed the same decrees. */
import type { TracedRecord, TraceEvent } from '../trace/event.js';
import { NotAllowed } from './refusal.js';

/** So many of the last ones are remembered. */
const SNAPSHOTS_MAX = 10_000;

export class Snapshots {
  readonly #states = new Map<number, string>();

  /** @throws NotAllowed where another state was seen through the same slot. */
  take(event: TraceEvent<unknown>): void {
    for (const { through, state } of snapshotsIn(event)) {
      const known = this.#states.get(through) ?? state;
      if (known !== state)
        throw new NotAllowed({
          rule: 'nodes that have executed the same decrees are in the same state',
          expected: `the state after slot ${through} to have the digest ${known}`,
          got: state,
        });
      this.#states.set(through, state);
      if (this.#states.size > SNAPSHOTS_MAX) this.#states.delete(this.#states.keys().next().value!);
    }
  }
}

type Snapshot = Extract<TracedRecord<unknown>, { readonly type: 'snapshot' }>['snapshot'];

function snapshotsIn(event: TraceEvent<unknown>): readonly Snapshot[] {
  if (event.kind === 'writing')
    return event.batches.flat().flatMap((record) => (record.type === 'snapshot' ? [record.snapshot] : []));
  const isSent = event.kind === 'sent' && event.said.type === 'told';
  return isSent && event.said.message.type === 'snapshot' ? [event.said.message.snapshot] : [];
}
