/** The local steps that were taken, by what took them: a participant, or one part of a participant that is composed. */

import { canonicalKey } from '../data/values.js';
import type { AnyEvent, ComposedStep, Process } from '../participant/process.js';
import { hasStopped, mortal } from '../system/faults.js';
import type { ProcessTable } from './processes.js';
import type { Tables } from './tables.js';

/** A machine or step function, and what it did in one participant. */
export interface Behaviour {
  /** The participant. */
  readonly id: string;
  /** The role's name, or the part's. */
  readonly role: string;
  readonly process: Process;
  readonly durable: readonly string[];
  readonly inputs: readonly AnyEvent[];
  readonly steps: Iterable<LocalStep>;
}

/** One local step. */
export interface LocalStep {
  readonly before: unknown;
  readonly event: AnyEvent;
  /** Absent where the event is not accepted. */
  readonly after?: unknown;
  readonly sent: readonly AnyEvent[];
}

/** All machines and step functions of a system, each with its steps. A part is treated as if it were a role of that name. */
export function* behavioursOf(tables: Tables): Iterable<Behaviour> {
  for (const table of tables.processes) {
    if (table.kind !== 'participant') continue;
    if (table.process.composed === undefined) yield { ...table, steps: stepsOf(table, tables) };
    else yield* partsOf(table, tables);
  }
}

function* stepsOf({ states, inputs, steps }: ProcessTable, tables: Tables): Iterable<LocalStep> {
  for (const [state, event, next, emission] of steps.list())
    yield {
      before: states[state],
      event: event < 0 ? inputs[~event]! : tables.envelopes[event]!.event,
      ...(next >= 0 && { after: states[next] }),
      sent: tables.emissions[emission]!.sent,
    };
}

/** Many states of a composed participant are one for a part, so each of its steps is listed once. */
function* partsOf(table: ProcessTable, tables: Tables): Iterable<Behaviour> {
  const { id, process, durable, inputs } = table;
  const { parts, inside } = process.composed!;
  const found = new Map(Object.keys(parts).map((name) => [name, new Map<string, LocalStep>()]));
  const note = ({ parts: taken }: ComposedStep): void => {
    for (const { part, before, event, outcome } of taken) {
      if (event === undefined) continue;
      const key = canonicalKey([parts[part]!.data(before), event]);
      const [after, sent] = outcome ?? [undefined, []];
      found.get(part)!.set(key, { before, event, ...(outcome && { after }), sent });
    }
  };
  inside().forEach(note);
  for (const { before, event } of stepsOf(table, tables))
    if (!hasStopped(before)) inside(before, event).forEach(note);
  for (const [role, part] of Object.entries(parts)) {
    const own = durable
      .filter((path) => path.startsWith(`${role}.`))
      .map((path) => path.slice(role.length + 1));
    yield {
      id,
      role,
      process: mortal(part, own),
      durable: own,
      inputs: inputs.filter(({ type }) => part.handles?.(type) ?? true),
      steps: found.get(role)!.values(),
    };
  }
}
