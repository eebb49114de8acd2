/** What `synod explain` tells of a `sometimes` that never happens: the state that came nearest, and the guard that stopped it. */
import { isDeepStrictEqual } from 'node:util';
import {
  type AnySystem,
  type Exploration,
  formatEvent,
  formatState,
  formatTrace,
  type Obstacle,
  type Obstacles,
  obstaclesTo,
  type Property,
  type RefusedEvent,
  type StateOf,
} from '#model/index.js';
import { plural } from '../terminal/units.js';
import type { Decided } from './outcome.js';
import type { Selected } from './select.js';

/** States that a system with a lenient guard may have, where the system itself has few. Without a guard there may be no end of them. */
const STATES_MIN = 10_000;
/** Milliseconds for each guard. */
const TIME_MAX = 60_000;

/** What stands in the way of a claim; undefined where the claim is not a `sometimes` that was looked for everywhere. */
export async function obstaclesOf(
  { instance }: Selected,
  claim: Decided,
  exploration: Exploration,
  signal: AbortSignal,
): Promise<Obstacles | undefined> {
  if (claim.kind !== 'sometimes' || claim.verdict !== 'fails') return undefined;
  const { property } = instance.claims.find(({ property }) => property.name === claim.claim)!;
  return obstaclesTo(instance.system, property as Property<StateOf<AnySystem>>, exploration.coverage(), {
    maxStates: Math.max(STATES_MIN, 2 * exploration.states),
    timeoutMs: TIME_MAX,
    signal,
  });
}

/** The same as a document, for other programs. */
export function obstaclesAsJson(claim: Decided, { obstacles, tried, unknown }: Obstacles): string {
  const { chapter, instance, claim: property, kind, verdict } = claim;
  const found = { source: { chapter, instance }, claim: { property, kind, verdict } };
  return `${JSON.stringify({ ...found, obstacles, tried, unknown }, null, 2)}\n`;
}

/** The same in words, each line indented. */
export function obstaclesInWords(
  { obstacles, tried, unknown }: Obstacles,
  show: AnySystem['show'],
): readonly string[] {
  const [nearest, ...others] = obstacles;
  const lines = [
    ...(nearest === undefined ? [nothingStands(tried.length)] : nearestInWords(nearest, show)),
    ...(others.length === 0 ? [] : ['', 'Other guards in the way, each by itself:']),
    ...others.map((other) => `  ${inShort(other, show)}`),
    ...(unknown.length === 0 ? [] : ['', notKnown(unknown)]),
  ];
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}

function nothingStands(tried: number): string {
  if (tried === 0) return 'No guard refuses anything, so none stands in the way.';
  return (
    `No guard stands in the way: it is reached as little where any of the ${tried} guards that refuse something, or all of them, would ` +
    'let it through. What is missing is not a yes, but a step.'
  );
}

function nearestInWords(obstacle: Obstacle, show: AnySystem['show']): string[] {
  const { trace, refused, beyond, refusals, guards, letThrough } = obstacle;
  const { length } = trace.steps;
  const told = (steps: typeof beyond): string[] =>
    steps.length === 0 ? [] : formatTrace({ ...trace, steps }, show).split('\n');
  // Numbered as one run.
  const whole = told([...trace.steps, ...beyond]);
  const there = told(trace.steps).length;
  const others = refusals.filter(
    ({ participant, event }) =>
      !isDeepStrictEqual([participant, event], [refused.participant, refused.event]),
  );
  return [
    length === 0
      ? 'The initial state comes nearest.'
      : `Nearest comes the state after ${plural(length, 'step')}:`,
    ...whole.slice(0, there),
    `There ${refusedInWords(refused, show)}.`,
    `  ${refused.participant}: ${formatState(refused.state, show)}`,
    `Were ${among(guards)} to let through ${letThrough === 1 ? 'that' : plural(letThrough, 'event')}, it would be reached in ${plural(beyond.length, 'step')}:`,
    ...whole.slice(there),
    ...(others.length === 0 ? [] : ['Refused there as well:']),
    ...others.map((other) => `  ${refusedInWords(other, show)}`),
  ];
}

function inShort({ guards, trace, beyond, refused }: Obstacle, show: AnySystem['show']): string {
  const [after, toGo] = [trace.steps, beyond].map(({ length }) => plural(length, 'step'));
  return `${among(guards)}: after ${after} ${refusedInWords(refused, show)}; ${toGo} to go`;
}

/** `a1 refuses accept ballot=1.p1 from p1: the guard 'isNotBelowPromise' says no`. */
function refusedInWords({ participant, event, guards }: RefusedEvent, show: AnySystem['show']): string {
  const names = [...new Set(guards.map(({ guard }) => `'${guard}'`))];
  const say = names.length === 1 ? `the guard ${names[0]} says` : `the guards ${names.join(', ')} say`;
  const because = names.length === 0 ? '' : `: ${say} no`;
  return `${participant} refuses ${formatEvent(event, show)}${because}`;
}

function notKnown(unknown: Obstacles['unknown']): string {
  return `Not known of ${among(unknown)}: without it there are too many states, or a step that no machine can take.`;
}

function among(guards: Obstacle['guards']): string {
  return guards.map(({ role, guard }) => `'${guard}' of ${role}`).join(', ');
}
