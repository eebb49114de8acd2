/** How events, values and changes of state are put into words, in every kind of report. */

import { canonicalKey } from '../data/values.js';
import type { AnyEvent, LocalState } from '../participant/process.js';
import type { SentMessage, TraceStep } from '../trace/trace.js';

/** How a value is written; `undefined` leaves it to the checker. A system's own is its `show`. */
export type Show = (value: unknown) => string | undefined;

/** What a participant took, and whom it came from: nobody, if it was an input. */
export function cause({ event }: TraceStep, show: Show): { readonly from?: string; readonly text: string } {
  if (event.type === 'fault.lose') return { text: loss(event as TraceStep['event'] & Lost, show) };
  const { from, ...message } = event;
  return { ...(from !== undefined && { from }), text: formatMessage(message, show) };
}

/** The network's own step: the message it loses was somebody else's. */
interface Lost {
  readonly from: string;
  readonly to: SentMessage['to'];
  readonly message: AnyEvent;
}

function loss({ type, from, to, message }: TraceStep['event'] & Lost, show: Show): string {
  return `${type} ${formatMessage(message, show)} from ${from} to ${formatAddress(to)}`;
}

/** Names, one after another. */
export function formatAddress(to: SentMessage['to']): string {
  return typeof to === 'string' ? to : to.join(', ');
}

/** A message or an input: its type, then its fields as `key=value`. */
export function formatMessage({ type, ...fields }: AnyEvent, show: Show): string {
  const written = Object.entries(fields).map(([key, value]) => `${key}=${formatValue(value, show)}`);
  return [type, ...written].join(' ');
}

/**
 * An event as somebody takes it: a message with its sender, or an input.
 *
 * @example
 * formatEvent({ type: 'ping', round: 1, from: 'a' } as Received<{ type: 'ping'; round: number }>, () => undefined);
 * // ping round=1 from a
 */
export function formatEvent({ from, ...message }: AnyEvent & { readonly from?: string }, show: Show): string {
  return `${formatMessage(message, show)}${from === undefined ? '' : ` from ${from}`}`;
}

/**
 * A local state in one line: the state node, if it has any, and each key of the context.
 *
 * @example
 * formatState({ value: 'on', context: { pressed: 1 } }, () => undefined); // → 'on, pressed 1'
 */
export function formatState(state: LocalState, show: Show): string {
  const { context } = state;
  const node = stateNode(state);
  const told = isRecord(context, show)
    ? Object.entries(context).map(([key, value]) => `${key} ${formatValue(value, show)}`)
    : [formatValue(context, show)];
  return [...(node === undefined ? [] : [formatValue(node, show)]), ...told].join(', ') || '–';
}

/** One part of a local state that differs: where it is (empty for the state node), and what it was and is. */
export interface Change {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What differs between two local states: the state nodes first, then each part of the context that changed. */
export function changes(before: LocalState, after: LocalState, show: Show): readonly Change[] {
  return [
    ...within('', stateNode(before), stateNode(after), show),
    ...within('', before.context, after.context, show),
  ];
}

/** The state node; a machine without any has the value `{}`, which says nothing to a reader. */
function stateNode({ value }: LocalState): unknown {
  return canonicalKey(value) === canonicalKey({}) ? undefined : value;
}

/** The same as text: `idle → preparing`, `promised null → 1.p1`. */
export function differences(before: LocalState, after: LocalState, show: Show): readonly string[] {
  return changes(before, after, show).map(({ path, before, after }) =>
    `${path} ${before} → ${after}`.trimStart(),
  );
}

function within(path: string, before: unknown, after: unknown, show: Show): readonly Change[] {
  if (!isRecord(before, show) || !isRecord(after, show)) return leaf(path, before, after, show);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    within(path === '' ? key : `${path}.${key}`, before[key], after[key], show),
  );
}

function leaf(path: string, before: unknown, after: unknown, show: Show): readonly Change[] {
  if (canonicalKey(before) === canonicalKey(after)) return [];
  return [{ path, before: formatValue(before, show), after: formatValue(after, show) }];
}

function isRecord(value: unknown, show: Show): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && show(value) === undefined;
}

/** A value as a reader wants it: bare names, `[a, b]`, `{key: value}`, a dash for what is not there. */
export function formatValue(value: unknown, show: Show): string {
  const shown = show(value);
  if (shown !== undefined) return shown;
  if (value === undefined) return '–';
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => formatValue(item, show)).join(', ')}]`;
  const fields = Object.entries(value).map(([key, item]) => `${key}: ${formatValue(item, show)}`);
  return `{${fields.join(', ')}}`;
}
