/** A trace as text: one line a step, saying who sent what to whom and what changed in whose state. */
import type { AnyEvent, LocalState } from '../process.js';
import type { SentMessage, Trace, TraceStep } from '../trace.js';
import { canonicalKey } from '../values.js';

/** How a value is written; `undefined` leaves it to the checker. A system's own is its `show`. */
export type Show = (value: unknown) => string | undefined;

/**
 * Writes a trace as text. Lines are numbered from 1; the initial state has none. What happens within a step, by instant
 * messages, stands below it, indented. History variables are left out: no participant can see them.
 *
 * @example
 * formatTrace(result.trace, system.show)
 * // 1  p1 timeout · p1: idle → preparing, ballot null → 1.p1 · sends prepare ballot=1.p1 to acceptor
 * // 2  p1 → a1 prepare ballot=1.p1 · a1: promised null → 1.p1 · sends promise ballot=1.p1 vote=null to p1
 */
export function formatTrace(trace: Trace, show: Show = () => undefined): string {
  const width = String(trace.steps.length).length;
  return trace.steps
    .flatMap((step, index) => lines(step, `${String(index + 1).padStart(width)}  `, show, trace))
    .join('\n');
}

function lines(step: TraceStep, prefix: string, show: Show, trace: Trace): string[] {
  const parts = [cause(step, show), change(step, show), ...step.sent.map((message) => sends(message, show))];
  const indent = ' '.repeat(prefix.length);
  return [
    prefix + parts.filter((part) => part !== '').join(' · '),
    ...step.within
      .filter(({ participant }) => !trace.history.includes(participant))
      .flatMap((within) => lines(within, `${indent}at once: `, show, trace)),
  ];
}

/** What the participant took: `p1 timeout`, or `p1 → a1 prepare ballot=1.p1`. */
function cause({ participant, event }: TraceStep, show: Show): string {
  const { from, ...message } = event;
  const who = from === undefined ? participant : `${from} → ${participant}`;
  return `${who} ${formatMessage(message, show)}`;
}

function sends({ to, ...message }: SentMessage, show: Show): string {
  const address = typeof to === 'string' ? to : to.join(', ');
  return `sends ${formatMessage(message, show)}${address === '' ? '' : ` to ${address}`}`;
}

/** A message or an input: its type, then its fields as `key=value`. */
export function formatMessage({ type, ...fields }: AnyEvent, show: Show): string {
  const written = Object.entries(fields).map(([key, value]) => `${key}=${formatValue(value, show)}`);
  return [type, ...written].join(' ');
}

function change({ participant, before, after }: TraceStep, show: Show): string {
  const changes = differences(before, after, show);
  return changes.length === 0 ? '' : `${participant}: ${changes.join(', ')}`;
}

/** One part of a local state that differs: where it is (empty for the state node), and what it was and is. */
export interface Change {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What differs between two local states: the state node first, then each part of the context that changed. */
export function changes(before: LocalState, after: LocalState, show: Show): readonly Change[] {
  return [...leaf('', before.value, after.value, show), ...within('', before.context, after.context, show)];
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
