/** A trace as a Mermaid sequence diagram: an arrow for each message received, a note for each input and each change. */
import type { Trace, TraceStep } from '../trace/trace.js';
import { BREAK, escapeMessage, Identifiers } from './escape.js';
import { FOR_EVER, imageAfter } from './text.js';
import { cause, differences, formatValue, involved, type Show } from './words.js';

/**
 * Writes a trace as a Mermaid sequence diagram. Steps have the numbers that they have in {@link formatTrace}; what happens
 * within a step, by instant messages, is drawn dashed. Messages that nobody received are left out, as are participants who
 * neither took a step nor sent a message that was received. The steps that a run repeats for ever stand in a frame.
 *
 * @example
 * mermaidOf(trace).split('\n')[0]; // → 'sequenceDiagram'
 */
export function mermaidOf(trace: Trace, show: Show = () => undefined): string {
  const { initial, history, steps, loop, images } = trace;
  const seen = new Set(steps.flatMap((step) => involved(step, history)));
  const all = Object.keys(initial).filter((name) => !history.includes(name));
  const names = seen.size === 0 ? all : all.filter((name) => seen.has(name));
  const identifiers = new Identifiers();
  const ids = new Map([...new Set([...names, ...seen])].map((name) => [name, identifiers.take(name)]));
  const drawing: Drawing = { ids, history, show };
  const everybody = [...new Set([ids.get(names[0]!), ids.get(names.at(-1)!)])].join(',');
  const overAll = (text: string): string[] =>
    text === '' || names.length === 0 ? [] : [`Note over ${everybody}: ${escapeMessage(text)}`];
  const drawn = steps.map((step, index) => [
    ...lines(step, `${index + 1}. `, '->>', drawing),
    ...overAll(imageAfter(trace, index + 1, show)),
  ]);
  const [before, repeated] = [drawn.slice(0, loop), loop === undefined ? [] : drawn.slice(loop)];
  const isOver = loop === steps.length;
  return [
    'sequenceDiagram',
    ...names.map((name) => declaration(name, ids.get(name)!)),
    ...(images === undefined ? [] : overAll(`image ${formatValue(images[0], show)}`)),
    ...before.flat(),
    ...(isOver ? overAll(FOR_EVER) : []),
    ...(repeated.length === 0
      ? []
      : ['loop again and again', ...repeated.flat().map((line) => `  ${line}`), 'end']),
  ].join('\n  ');
}

interface Drawing {
  readonly ids: ReadonlyMap<string, string>;
  readonly history: readonly string[];
  readonly show: Show;
}

function declaration(name: string, id: string): string {
  return id === name ? `participant ${id}` : `participant ${id} as ${escapeMessage(name)}`;
}

function lines(step: TraceStep, prefix: string, arrow: string, drawing: Drawing): string[] {
  const { ids, history, show } = drawing;
  if (history.includes(step.participant)) return [];
  const { from, text } = cause(step, show);
  const id = ids.get(step.participant)!;
  const what = escapeMessage(`${prefix}${text}`);
  const changes = differences(step.before, step.after, show).map(escapeMessage);
  const note = (texts: readonly string[]): string[] =>
    texts.length === 0 ? [] : [`Note over ${id}: ${texts.join(BREAK)}`];
  return [
    ...(from === undefined
      ? note([what, ...changes])
      : [`${ids.get(from)!}${arrow}${id}: ${what}`, ...note(changes)]),
    ...step.within.flatMap((within) => lines(within, 'at once: ', '-->>', drawing)),
  ];
}
