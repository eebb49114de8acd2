/** A trace as text: one line a step, saying who sent what to whom and what changed in whose state. */
import type { SentMessage, Trace, TraceStep } from '../trace/trace.js';
import {
  differences,
  escaped,
  formatAddress,
  formatCause,
  formatEvent,
  formatMessage,
  formatState,
  formatValue,
  type Show,
} from './words.js';

/**
 * Writes a trace as text. Lines are numbered from 1; the initial state has none. What happens within a step, by instant
 * messages, stands below it, indented. History variables are left out: no participant can see them. Of a run that never ends, the
 * steps that it repeats stand below a line that says so; of a refinement, each line ends with what becomes of the image.
 *
 * @example
 * formatTrace(trace)
 * // 1  l press · l: off → on, pressed 0 → 1
 */
export function formatTrace(trace: Trace, show: Show = () => undefined): string {
  const { steps, loop, images } = trace;
  const width = String(steps.length).length;
  const told = steps.map((step, index) =>
    lines(step, `${String(index + 1).padStart(width)}  `, show, trace, imageAfter(trace, index + 1, show)),
  );
  const first = images === undefined ? [] : [`${' '.repeat(width)}  image ${formatValue(images[0], show)}`];
  if (loop !== undefined) told.splice(loop, 0, [steps.length > loop ? FROM_HERE : FOR_EVER]);
  return [...first, ...told.flat(), ...ending(trace, show)].join('\n');
}

/** The last state, where it is to be told in full. */
function ending({ end, steps }: Trace, show: Show): string[] {
  if (end === undefined) return [];
  const participants = end.participants.map(({ id, state, waitsFor, refuses = [] }) => {
    const parts = [
      `${escaped(id)}  ${formatState(state, show)}`,
      ...(waitsFor === undefined ? [] : [`waits for ${waitsFor.join(', ') || 'nothing'}`]),
      ...refuses.map((input) => `refuses ${formatMessage(input, show)}`),
    ];
    return parts.join(' · ');
  });
  const what = end.participants.some(({ refuses }) => refuses) ? 'nobody takes' : 'under way:';
  const messages = end.underWay.map(
    ({ to, ...message }) => `${what} ${formatEvent(message, show)} to ${formatAddress(to)}`,
  );
  const head = steps.length === 0 ? 'in the first state:' : 'in the state after that:';
  return [head, ...[...participants, ...messages].map((line) => `  ${line}`)];
}

const FROM_HERE = 'from here on, again and again:';
export const FOR_EVER = 'from here on, nothing more';

function lines(step: TraceStep, prefix: string, show: Show, trace: Trace, ending = ''): string[] {
  const parts = [
    formatCause(step, show),
    change(step, show),
    ...step.sent.map((message) => sends(message, show)),
    ending,
  ];
  const indent = ' '.repeat(prefix.length);
  return [
    prefix + parts.filter((part) => part !== '').join(' · '),
    ...step.within
      .filter(({ participant }) => !trace.history.includes(participant))
      .flatMap((within) => lines(within, `${indent}at once: `, show, trace)),
  ];
}

function sends({ to, ...message }: SentMessage, show: Show): string {
  const address = formatAddress(to);
  return `sends ${formatMessage(message, show)}${address === '' ? '' : ` to ${address}`}`;
}

function change({ participant, before, after }: TraceStep, show: Show): string {
  const changes = differences(before, after, show);
  return changes.length === 0 ? '' : `${escaped(participant)}: ${changes.join(', ')}`;
}

/** What a step does to the image of a refinement; nothing where there is none. */
export function imageAfter({ images }: Trace, step: number, show: Show): string {
  if (images === undefined) return '';
  const changes = differences({ context: images[step - 1] }, { context: images[step] }, show);
  return changes.length === 0 ? 'image as it was' : `image: ${changes.join(', ')}`;
}
