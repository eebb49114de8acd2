/** What assumptions of fairness speak of, and whether a loop of a run meets them. */

import type { Label } from '../data/label.js';
import type { Tables } from '../local/tables.js';
import { isFault } from '../system/faults.js';
import type { Fairness, FairSteps } from '../system/property.js';

/** The channel or participant that a step belongs to, if it is one of the steps spoken of. Faults never are. */
export function groupOf(of: FairSteps, tables: Tables, { process, event }: Label): string | undefined {
  const { id, kind, role, inputs } = tables.processes[process]!;
  const input = event < 0 ? inputs[~event]! : undefined;
  if (kind === 'fault' || (input !== undefined && isFault(input))) return undefined;
  if ('role' in of) return of.role === role ? id : undefined;
  if ('input' in of) return of.input === input?.type && (of.at ?? id) === id ? id : undefined;
  if (input !== undefined) return undefined;
  const message = tables.envelopes[event]!.event;
  const { type = message.type, from = message.from, to = id } = of.delivery;
  return type === message.type && from === message.from && to === id ? `${from} → ${id}` : undefined;
}

interface Labelled {
  readonly label: Label;
}

/**
 * What a loop does not do though it is assumed: in words that follow "a loop in which". A weak assumption asks for a step that is possible
 * in all of its states, a strong one for a step that is possible in some.
 */
export function unfairIn(
  tables: Tables,
  states: readonly { readonly steps: readonly Labelled[] }[],
  taken: readonly Labelled[],
  fairness: readonly Fairness[],
): string | undefined {
  for (const { strength, of } of fairness) {
    const groups = (steps: readonly Labelled[]): ReadonlySet<string> =>
      new Set(steps.flatMap(({ label }) => groupOf(of, tables, label) ?? []));
    const done = groups(taken);
    const possible = states.map(({ steps }) => groups(steps));
    for (const group of new Set(possible.flatMap((each) => [...each]))) {
      const isDue = strength === 'weak' ? possible.every((each) => each.has(group)) : true;
      if (isDue && !done.has(group))
        return `${group} could take a step ${strength === 'weak' ? 'all the time' : 'again and again'}, and takes none`;
    }
  }
  return undefined;
}
