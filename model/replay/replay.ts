/** Takes a trace's events again, on a system's own participants, and says where it departs. */

import { alike, canonicalKey } from '../data/values.js';
import type { AnyEvent, LocalState } from '../participant/process.js';
import { changes, formatMessage, formatValue, type Show } from '../report/words.js';
import type { Property } from '../system/property.js';
import type { AnySystem, StateOf } from '../system/system.js';
import type { SentMessage, Trace, TraceStep } from '../trace/trace.js';
import { ending, imagesOf } from './ending.js';
import { Run, type Taken } from './run.js';

/** Where a system does something else than a trace says. */
export interface Departure {
  /** The number of the step, as in the trace's text; 0 for the start. */
  readonly step: number;
  /** What was looked at, in words: `a1, its state after the step`. */
  readonly what: string;
  /** What the trace, or the property, says of it. */
  readonly expected: string;
  /** What is so. */
  readonly got: string;
}

/**
 * Follows a trace on a system: each of its events happens again, to the participant that took it, through its machine or step
 * function. A message must be under way to be received, by the rules of the system's network. What happened to history variables is
 * left out of the comparison; they follow from the rest.
 *
 * @param property must be decided by the run, if it is given: refuted, or witnessed where it is a `sometimes`. That an `alwaysPossible` cannot
 *   come true any more takes an exploration, and is not looked at.
 * @returns where they part; undefined where the system follows the trace to its end.
 *
 * @example
 * replay(lamps, trace); // → undefined
 * const other = { ...trace, initial: { l: { value: 'on', context: { pressed: 0 } } } };
 * replay(lamps, other)!.expected; // → 'on'
 */
export function replay<S extends AnySystem>(
  system: S,
  trace: Trace,
  property?: Property<StateOf<S>>,
): Departure | undefined {
  const show = forgiving((system as AnySystem).show);
  let run = Run.start(system);
  const start = atStart(run, trace, show);
  if (start !== undefined) return { step: 0, ...start };
  const runs = [run];
  const taken: Taken[] = [];
  for (const [index, step] of trace.steps.entries()) {
    const next = follow(run, step, trace.history, show);
    if (!('next' in next)) return { step: index + 1, ...next };
    run = next.next;
    runs.push(run);
    taken.push(next);
  }
  const step = trace.steps.length;
  if (trace.loop !== undefined && run.key !== runs[trace.loop]!.key)
    return {
      step,
      what: 'the loop',
      expected: `the state after step ${trace.loop} again`,
      got: 'another state',
    };
  if (property === undefined) return undefined;
  const claimed = property as Property<never>;
  if (claimed.kind === 'refines')
    for (const [at, got] of imagesOf(runs, claimed.image).entries()) {
      const image = trace.images?.[at];
      if (!alike(got, image))
        return {
          step: at,
          what: 'the image',
          expected: formatValue(image, show),
          got: formatValue(got, show),
        };
    }
  const wrong = ending(runs, taken, claimed, trace.loop);
  return wrong && { step, what: `property '${property.name}'`, ...wrong };
}

/**
 * A departure in one line.
 *
 * @example
 * const other = { ...trace, initial: { l: { value: 'on', context: { pressed: 0 } } } };
 * formatDeparture(replay(lamps, other)!); // → 'at the start: l, its first state: expected on; got off'
 */
export function formatDeparture({ step, what, expected, got }: Departure): string {
  return `${step === 0 ? 'at the start' : `step ${step}`}: ${what}: expected ${expected}; got ${got}`;
}

type Difference = Omit<Departure, 'step'>;

/** Values in a trace may be none that the system can have, and what writes those of the system need not know them. */
function forgiving(show: Show): Show {
  return (value) => {
    try {
      return show(value);
    } catch {
      return undefined;
    }
  };
}

function atStart({ actors, parts }: Run, { initial, history }: Trace, show: Show): Difference | undefined {
  const named = Object.keys(initial).filter((id) => !history.includes(id));
  const there = actors.map(({ id }) => id);
  if (canonicalKey([...named].sort()) !== canonicalKey([...there].sort()))
    return { what: 'the participants', expected: named.join(', '), got: there.join(', ') };
  for (const { id, number, process, states } of actors) {
    const first = process.show(states[parts.states[number]!]);
    const different = difference(`${id}, its first state`, initial[id]!, first, show);
    if (different !== undefined) return different;
  }
  return undefined;
}

function follow(run: Run, step: TraceStep, history: readonly string[], show: Show): Taken | Difference {
  const { participant, event } = step;
  const { from, ...message } = event;
  const cause = `${from === undefined ? '' : `${from} → `}${participant} ${formatMessage(message, show)}`;
  if (!run.isWithin)
    return { what: cause, expected: 'the step to be taken', got: "a state beyond the system's bounds" };
  const taken = run.take(participant, event);
  if ('because' in taken) return { what: cause, expected: 'the step to be taken', got: taken.because };
  const hidden = new Set([...history, ...run.hidden]);
  return compare(step, taken.step, hidden, show) ?? taken;
}

function compare(
  expected: TraceStep,
  got: TraceStep,
  hidden: ReadonlySet<string>,
  show: Show,
): Difference | undefined {
  const who = expected.participant;
  const visible = ({ within }: TraceStep): TraceStep[] =>
    within.filter(({ participant }) => !hidden.has(participant));
  const [ours, theirs] = [visible(expected), visible(got)];
  const receptions = (steps: TraceStep[]): string =>
    list(steps.map(({ participant, event }) => `${participant} ${formatMessage(event, show)}`));
  return (
    difference(`${who}, its state before the step`, expected.before, got.before, show) ??
    difference(`${who}, its state after the step`, expected.after, got.after, show) ??
    unequal(
      `what ${who} sends`,
      messages(expected.sent, show),
      messages(got.sent, show),
      expected.sent,
      got.sent,
    ) ??
    unequal('what is received at once', receptions(ours), receptions(theirs), causes(ours), causes(theirs)) ??
    ours
      .map((step, index) => compare(step, theirs[index]!, hidden, show))
      .find((found) => found !== undefined)
  );
}

function causes(steps: readonly TraceStep[]): unknown {
  return steps.map(({ participant, event }) => [participant, event]);
}

function messages(sent: readonly SentMessage[], show: Show): string {
  return list(
    sent.map(
      ({ to, ...message }) => `${formatMessage(message as AnyEvent, show)} to ${formatValue(to, show)}`,
    ),
  );
}

function list(texts: readonly string[]): string {
  return texts.length === 0 ? 'nothing' : texts.join(', ');
}

function unequal(
  what: string,
  expected: string,
  got: string,
  a: unknown,
  b: unknown,
): Difference | undefined {
  return canonicalKey(a) === canonicalKey(b) ? undefined : { what, expected, got };
}

/** Two local states; said is only in what they differ. */
function difference(what: string, expected: LocalState, got: LocalState, show: Show): Difference | undefined {
  if (canonicalKey([expected.value, expected.context]) === canonicalKey([got.value, got.context]))
    return undefined;
  const found = changes(expected, got, show);
  const told = (side: 'before' | 'after'): string =>
    found.map((change) => `${change.path} ${change[side]}`.trimStart()).join(', ');
  return { what, expected: told('before'), got: told('after') };
}
