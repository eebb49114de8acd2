/** A trace in Apalache's Informal Trace Format (ADR-015): a state after the other, for viewers and for other tools. */

import type { LocalState } from '../participant/process.js';
import type { Trace, TraceStep } from '../trace/trace.js';

/**
 * Writes a trace in the Informal Trace Format. The variables are the participants and the history variables, by name; a
 * participant's value is a record of its state node (`value`, where it has one) and its `context`. What happened between two states
 * is told in the later one's `#meta`. Whole numbers are `#bigint`, objects with keys that ITF does not allow in records are `#map`,
 * and what ITF has no word for (`null`, `undefined`, other numbers) is `#unserializable`.
 *
 * Of a run that never ends the last state is the one where the loop began, and `loop` is that one's index.
 *
 * @example
 * const { vars, states } = JSON.parse(traceToItf(trace));
 * vars; // → ['l']
 * states.length; // → 2
 */
export function traceToItf(trace: Trace): string {
  const { system, initial, steps, loop } = trace;
  const vars = Object.keys(initial);
  const locals = new Map(Object.entries(initial));
  const state = (meta: object): object => ({
    '#meta': meta,
    ...Object.fromEntries(
      vars.map((name) => [name, localOf(locals.get(name)!, trace.history.includes(name))]),
    ),
  });
  const states = [state({ index: 0 })];
  for (const [index, step] of steps.entries()) {
    settle(step, locals);
    const { participant, event, sent } = step;
    states.push(state({ index: index + 1, participant, event: encoded(event), sent: encoded(sent) }));
  }
  const document = {
    '#meta': { format: 'ITF', 'format-description': FORMAT, source: system, description: 'Written by synod' },
    vars,
    states,
    ...(loop !== undefined && { loop }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const FORMAT = 'https://apalache.informal.systems/docs/adr/015adr-trace.html';

/** What is so after a step, with all that happened within it. */
function settle({ participant, after, within }: TraceStep, locals: Map<string, LocalState>): void {
  locals.set(participant, after);
  for (const step of within) settle(step, locals);
}

function localOf({ value, context }: LocalState, isHistory: boolean): unknown {
  if (isHistory) return encoded(context);
  return encoded(value === undefined ? { context } : { value, context });
}

function encoded(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint' || (Number.isInteger(value) && !Object.is(value, -0)))
    return { '#bigint': String(BigInt(value as number)) };
  if (typeof value !== 'object' || value === null)
    return { '#unserializable': Object.is(value, -0) ? '-0' : String(value) };
  if (Array.isArray(value)) return value.map(encoded);
  const entries = Object.entries(value).map(([key, item]) => [key, encoded(item)] as const);
  if (entries.some(([key]) => key.startsWith('#'))) return { '#map': entries };
  return Object.fromEntries(entries);
}
