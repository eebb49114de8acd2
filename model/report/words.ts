/** How events, values and changes of state are put into words, in every kind of report. */

import { alike } from '../data/values.js';
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

/** Everybody who sends what a step takes, or takes part in it. */
export function involved(step: TraceStep, history: readonly string[]): readonly string[] {
  if (history.includes(step.participant)) return [];
  const { from } = cause(step, () => undefined);
  const within = step.within.flatMap((inner) => involved(inner, history));
  return [...(from === undefined ? [] : [from]), step.participant, ...within];
}

/**
 * Who takes a step, and what: `p1 timeout`, or `p1 → a1 prepare ballot=1.p1`.
 *
 * @example
 * formatCause(trace.steps[0]!, () => undefined); // → 'l press'
 */
export function formatCause(step: TraceStep, show: Show): string {
  const { from, text } = cause(step, show);
  return `${from === undefined ? '' : `${escaped(from)} → `}${escaped(step.participant)} ${text}`;
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
  return [to].flat().map(escaped).join(', ');
}

/** A message or an input: its type, then its fields as `key=value`. */
export function formatMessage({ type, ...fields }: AnyEvent, show: Show): string {
  const written = Object.entries(fields).map(([key, value]) => `${word(key)}=${formatValue(value, show)}`);
  return [escaped(type), ...written].join(' ');
}

/**
 * An event as somebody takes it: a message with its sender, or an input.
 *
 * @example
 * formatEvent({ type: 'ping', round: 1, from: 'a' } as Received<{ type: 'ping'; round: number }>, () => undefined);
 * // ping round=1 from a
 */
export function formatEvent({ from, ...message }: AnyEvent & { readonly from?: string }, show: Show): string {
  return `${formatMessage(message, show)}${from === undefined ? '' : ` from ${escaped(from)}`}`;
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
    ? Object.entries(context).map(([key, value]) => `${word(key)} ${formatValue(value, show)}`)
    : [formatValue(context, show)];
  return [...(node === ABSENT ? [] : [formatValue(node, show)]), ...told].join(', ') || '–';
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

/** In the place of a part that is not there. */
const ABSENT = Symbol('absent');

/** The state node; a machine without any has the value `{}`, which says nothing to a reader. */
function stateNode({ value }: LocalState): unknown {
  return value === undefined || alike(value, {}) ? ABSENT : value;
}

/** The same as text: `idle → preparing`, `promised null → 1.p1`. */
export function differences(before: LocalState, after: LocalState, show: Show): readonly string[] {
  return changes(before, after, show).map(({ path, before, after }) =>
    `${path} ${before} → ${after}`.trimStart(),
  );
}

/** Characters up to which a list is told whole, as it was and as it is. */
const WHOLE_MAX = 60;

function within(path: string, before: unknown, after: unknown, show: Show): readonly Change[] {
  if (alike(before, after)) return [];
  const leaf = { path, before: formatValue(before, show), after: formatValue(after, show) };
  const inside = (key: string | number): string => (path === '' ? '' : `${path}.`) + word(String(key));
  if (isRecord(before, show) && isRecord(after, show)) {
    const part = (of: Record<string, unknown>, key: string): unknown =>
      Object.hasOwn(of, key) ? of[key] : ABSENT;
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      within(inside(key), part(before, key), part(after, key), show),
    );
  }
  if (!isList(before, show) || !isList(after, show)) return [leaf];
  const isLong = leaf.before.length + leaf.after.length > WHOLE_MAX;
  const { from, was, is } = changed(before, after);
  const isNested = [...was, ...is].every((item) => isRecord(item, show) || isList(item, show));
  if (was.length === is.length && (isLong || isNested))
    return was.flatMap((item, at) => within(inside(from + at), item, is[at], show));
  const only = (items: readonly unknown[]): string =>
    formatValue(items.length > 1 ? items : [...items, ABSENT][0], show);
  return [isLong ? { path: inside(from), before: only(was), after: only(is) } : leaf];
}

/** What lists have between the items that are the same in front and behind. */
function changed(before: readonly unknown[], after: readonly unknown[]) {
  const shared = Math.min(before.length, after.length);
  let from = 0;
  while (from < shared && alike(before[from], after[from])) from++;
  let behind = 0;
  while (behind < shared - from && alike(before.at(-1 - behind), after.at(-1 - behind))) behind++;
  return {
    from,
    was: before.slice(from, before.length - behind),
    is: after.slice(from, after.length - behind),
  };
}

function isRecord(value: unknown, show: Show): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && show(value) === undefined;
}

function isList(value: unknown, show: Show): value is readonly unknown[] {
  return Array.isArray(value) && show(value) === undefined;
}

/** A value as a reader wants it: bare names, `[a, b]`, `{key: value}`, a dash for what is not there. Different values are told differently. */
export function formatValue(value: unknown, show: Show): string {
  if (value === ABSENT) return '–';
  const shown = show(value);
  if (shown !== undefined) return escaped(shown);
  if (typeof value === 'string') return LOOKS_LIKE_ANOTHER.test(value) ? quoted(value) : word(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
  if (Array.isArray(value)) return `[${value.map((item) => formatValue(item, show)).join(', ')}]`;
  const fields = Object.entries(value).map(([key, item]) => `${word(key)}: ${formatValue(item, show)}`);
  return `{${fields.join(', ')}}`;
}

/** Texts that would be taken for values of another kind. */
const LOOKS_LIKE_ANOTHER = /^(?:null|undefined|true|false|NaN|-?Infinity|-?\d+(?:\.\d+)?(?:e[+-]\d+)?n?)$/;

/** Words with one space between them, without what separates values in a list or an object. */
const WORDS = /^[^\s\p{C}"',=[\]{}→·–]+(?: [^\s\p{C}"',=[\]{}→·–]+)*$/u;

/** A text, in quotes unless it is one or several words by which nothing else could be meant. */
function word(text: string): string {
  return WORDS.test(text) && !text.includes(': ') ? text : quoted(text);
}

function quoted(text: string): string {
  return escaped(JSON.stringify(text));
}

/** A text in one line: what controls how text is set is written as a number. */
export function escaped(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}
