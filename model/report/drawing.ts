/** A trace drawn with characters: a column for each participant, an arrow for each message where it is received. */
import type { Trace, TraceStep } from '../trace/trace.js';
import { FOR_EVER } from './text.js';
import { cause, differences, escaped, involved, type Show } from './words.js';

/** Characters of a line that is as wide as wanted, and where each participant's line of life runs. */
interface Canvas {
  readonly width: number;
  readonly columns: ReadonlyMap<string, number>;
}

/** Room in front of the columns, for the numbers of steps. */
const MARGIN = 5;

/**
 * Draws a trace. Steps have the numbers that they have in {@link formatTrace}; below an arrow, or an input, stands what it changes.
 * Messages that nobody received are left out, as are participants who took no part.
 *
 * @param width characters in a line.
 *
 * @example
 * drawTrace(trace).split('\n').length; // → 4
 */
export function drawTrace(trace: Trace, show: Show = () => undefined, width = 80): string {
  const { initial, history, steps, loop } = trace;
  const seen = new Set(steps.flatMap((step) => involved(step, history)));
  const names = Object.keys(initial).filter((name) => seen.has(name));
  const last = names.at(-1)?.length ?? 0;
  const gap = Math.floor((width - MARGIN - Math.max(last, MARGIN)) / Math.max(1, names.length - 1));
  const canvas = { width, columns: new Map(names.map((name, at) => [name, MARGIN + at * gap])) };
  const head = [...canvas.columns].reduce((line, [name, at]) => put(line, at, escaped(name)), '');
  const drawn = steps.map((step, index) => rows(step, String(index + 1), history, canvas, show));
  if (loop !== undefined) drawn.splice(loop, 0, [steps.length > loop ? 'again and again:' : FOR_EVER]);
  return [head, ...drawn.flat()].map((line) => line.trimEnd()).join('\n');
}

function rows(
  step: TraceStep,
  number: string,
  history: readonly string[],
  canvas: Canvas,
  show: Show,
): string[] {
  if (history.includes(step.participant)) return [];
  const { from, text } = cause(step, show);
  const at = canvas.columns.get(step.participant)!;
  const start = from === undefined ? at : canvas.columns.get(from)!;
  const lines = start === at ? [beside(at, text, canvas)] : arrow(start, at, text, canvas);
  lines[0] = put(lines[0]!, 0, number);
  const changed = differences(step.before, step.after, show).map((change) => beside(at, change, canvas));
  const within = step.within.flatMap((inner) => rows(inner, '', history, canvas, show));
  return [...lines, ...changed, ...within];
}

/** An arrow with its label: in it where there is room, else above it. */
function arrow(from: number, to: number, label: string, canvas: Canvas): string[] {
  const [left, right] = [Math.min(from, to), Math.max(from, to)];
  const room = right - left - 1;
  const fits = label.length + 4 <= room;
  const text = fits ? ` ${label} ` : '';
  const before = Math.floor((room - text.length) / 2);
  const shaft = '─'.repeat(before) + text + '─'.repeat(room - text.length - before);
  const head = to > from ? `${shaft.slice(0, -1)}▶` : `◀${shaft.slice(1)}`;
  const line = put(lifelines(canvas), left + 1, head);
  return fits ? [line] : [beside(left, label, canvas), line];
}

/** Text beside a column; before it where there is no room behind it. */
function beside(column: number, text: string, canvas: Canvas): string {
  const start = column + 2;
  const isTooLong = start + text.length > canvas.width && column - 1 - text.length > MARGIN;
  return put(lifelines(canvas), isTooLong ? column - 1 - text.length : start, text);
}

function lifelines({ columns }: Canvas): string {
  return [...columns.values()].reduce((line, at) => put(line, at, '│'), '');
}

/** A line with a text written over it. */
function put(line: string, at: number, text: string): string {
  return line.slice(0, at).padEnd(at) + text + line.slice(at + text.length);
}
