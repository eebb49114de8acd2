/** A trace as a Mermaid sequence diagram: an arrow for each message received, a note for each input and each change. */
import type { Trace, TraceStep } from '../trace.js';
import { BREAK, escapeText, Identifiers } from './escape.js';
import { differences, formatMessage, type Show } from './text.js';

/**
 * Writes a trace as a Mermaid sequence diagram. Steps have the numbers that they have in {@link formatTrace}; what happens
 * within a step, by instant messages, is drawn dashed. Messages that nobody received are left out, as are participants who
 * neither took a step nor sent a message that was received.
 */
export function mermaidOf(trace: Trace, show: Show = () => undefined): string {
  const { initial, history, steps } = trace;
  const seen = new Set(steps.flatMap((step) => involved(step, history)));
  const names = Object.keys(initial).filter((name) => seen.has(name));
  const identifiers = new Identifiers();
  const ids = new Map([...new Set([...names, ...seen])].map((name) => [name, identifiers.take(name)]));
  return [
    'sequenceDiagram',
    ...names.map((name) => declaration(name, ids.get(name)!)),
    ...steps.flatMap((step, index) => lines(step, `${index + 1}. `, '->>', { ids, history, show })),
  ].join('\n  ');
}

interface Drawing {
  readonly ids: ReadonlyMap<string, string>;
  readonly history: readonly string[];
  readonly show: Show;
}

function involved({ participant, event: { from }, within }: TraceStep, history: readonly string[]): string[] {
  if (history.includes(participant)) return [];
  return [
    ...(from === undefined ? [] : [from]),
    participant,
    ...within.flatMap((step) => involved(step, history)),
  ];
}

function declaration(name: string, id: string): string {
  return id === name ? `participant ${id}` : `participant ${id} as ${escapeText(name)}`;
}

function lines(step: TraceStep, prefix: string, arrow: string, drawing: Drawing): string[] {
  const { ids, history, show } = drawing;
  if (history.includes(step.participant)) return [];
  const { from, ...message } = step.event;
  const id = ids.get(step.participant)!;
  const cause = escapeText(`${prefix}${formatMessage(message, show)}`);
  const changes = differences(step.before, step.after, show).map(escapeText);
  const note = (texts: readonly string[]): string[] =>
    texts.length === 0 ? [] : [`Note over ${id}: ${texts.join(BREAK)}`];
  return [
    ...(from === undefined
      ? note([cause, ...changes])
      : [`${ids.get(from)!}${arrow}${id}: ${cause}`, ...note(changes)]),
    ...step.within.flatMap((within) => lines(within, 'at once: ', '-->>', drawing)),
  ];
}
