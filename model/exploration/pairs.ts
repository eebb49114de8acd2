/** Every local step that an exploration met, to compare another implementation with. */

import { behavioursOf } from '../local/behaviours.js';
import type { Tables } from '../local/tables.js';
import type { AnyEvent, LocalState } from '../participant/process.js';
import { hasStopped, isFault } from '../system/faults.js';

/** One local step, as the exploration met it. */
export interface Pair {
  /** The role's name; the part's, where the participant is composed. */
  readonly role: string;
  readonly id: string;
  readonly before: LocalState;
  readonly event: AnyEvent;
  /** Absent where the participant does not accept the event in that state. */
  readonly after?: LocalState;
  readonly sent: readonly (AnyEvent & { readonly to: string | readonly string[] })[];
}

/** Of a composed participant, those of each part, as if the part were a role of its name. */
export function* pairsOf(tables: Tables): Iterable<Pair> {
  for (const { id, role, process, steps } of behavioursOf(tables))
    for (const { before, event, after, sent } of steps) {
      if (isFault(event) || hasStopped(before)) continue;
      yield {
        role,
        id,
        before: process.show(before),
        event,
        ...(after !== undefined && { after: process.show(after) }),
        sent: sent as Pair['sent'],
      };
    }
}
