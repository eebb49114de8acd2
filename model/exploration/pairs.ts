/** Every local step that an exploration met, to compare another implementation with. */

import type { Tables } from '../local/tables.js';
import type { AnyEvent, LocalState } from '../participant/process.js';
import { hasStopped, isFault } from '../system/faults.js';

/** One local step, as the exploration met it. */
export interface Pair {
  readonly role: string;
  readonly id: string;
  readonly before: LocalState;
  readonly event: AnyEvent;
  /** Absent where the participant does not accept the event in that state. */
  readonly after?: LocalState;
  readonly sent: readonly (AnyEvent & { readonly to: string | readonly string[] })[];
}

export function* pairsOf(tables: Tables): Iterable<Pair> {
  for (const { id, role, process, states, steps, inputs } of tables.processes) {
    if (role === 'history' || role === 'fault') continue;
    for (const [state, event, next, emission] of steps.list()) {
      const taken = event < 0 ? inputs[~event]! : tables.envelopes[event]!.event;
      if (isFault(taken) || hasStopped(states[state])) continue;
      yield {
        role,
        id,
        before: process.show(states[state]),
        event: taken,
        ...(next >= 0 && { after: process.show(states[next]) }),
        sent: tables.emissions[emission]!.sent,
      };
    }
  }
}
