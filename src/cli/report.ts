/** What `synod check` prints for people: a table an instance, the traces of what surprises, a summary. */
import type { AnySystem, Gap, HeldUp } from '#model/index.js';
import type { Paint, Style } from '../terminal/io.js';
import { hanging, traceLines } from '../terminal/trace.js';
import { formatCount, formatSeconds, plural } from '../terminal/units.js';
import { indented, wrapped } from '../terminal/wrap.js';
import type { Found } from './explore-instance.js';
import { type Decided, type Failed, isFailed, standing, statedTo } from './outcome.js';
import { mostValues, profileLines } from './profile-text.js';
import type { Selected } from './select.js';

/**
 * One instance: its claims, how far the search went, what no run made use of where that is asked for, and a trace for each
 * claim that is not as stated.
 *
 * @param isProfiled whether it is to say where states and time come from.
 * @param told the traces that were printed before, each with where; those of this instance are added.
 */
export function instanceReport(
  { chapter, instance }: Selected,
  decided: readonly Decided[],
  outcome: Found | Failed | undefined,
  paint: Paint,
  isProfiled = false,
  columns = Number.POSITIVE_INFINITY,
  told = new Map<string, string>(),
): string {
  if (isFailed(outcome)) return couldNotBeExplored(chapter, instance.name, outcome, paint, columns);
  const exploration = outcome;
  const traces = decided
    .filter((claim) => standing(claim) === 'not as stated')
    .map((claim) => surprise(claim, instance.system, paint, columns, told));
  const lines = [
    ...wrapped(`${chapter.id}  ${chapter.title} · ${instance.name}`, columns).map((line) =>
      paint('bold', line),
    ),
    size(decided),
    ...claimTable(decided, paint),
    extent(exploration),
    ...(exploration?.profiled && !isProfiled
      ? indented(`Most values so far: ${mostValues(exploration.profiled)}.`, columns)
      : []),
    ...(exploration?.gaps ? unused(exploration.gaps) : []),
    ...(exploration?.profiled && isProfiled ? profileLines(exploration.profiled) : []),
    ...traces,
  ];
  return `${lines.join('\n')}\n\n`;
}

/** In the place of an instance's table. */
function couldNotBeExplored(
  { id, title }: Selected['chapter'],
  instance: string,
  { error }: Failed,
  paint: Paint,
  columns = Number.POSITIVE_INFINITY,
): string {
  const text = `${paint('red', 'could not be explored')}: ${error}`;
  const lines = text.split('\n').flatMap((line) => hanging(line, columns - 2));
  return `${paint('bold', `${id}  ${title}`)} · ${instance}\n${lines.map((line) => `  ${line}\n`).join('')}\n`;
}

/** Where nothing made use of a part, the claims say nothing of it. */
function unused(gaps: readonly Gap[]): string[] {
  if (gaps.length === 0) return ['  Every part was made use of.'];
  const each = gaps.map(({ role, part, name, is }) => `${role ? `${role}: ` : ''}${part} ${name}, ${is}`);
  return ['  What was not made use of:', ...each.map((line) => `    ${line}`)];
}

export const MARKS = {
  'as stated': ['✓', 'green'],
  'not as stated': ['✗', 'red'],
  'not finished': ['?', 'yellow'],
} as const satisfies Record<ReturnType<typeof standing>, readonly [string, Style]>;

/** Characters for the name of a claim in a table of 80 columns; a longer one goes on in the next line. */
const NAME = 46;
const VERDICT = 'holds, stated to fail'.length;

function claimTable(decided: readonly Decided[], paint: Paint): string[] {
  const width = Math.min(NAME, Math.max(...decided.map(({ claim }) => claim.length), 'claim'.length));
  const row = (mark: string, name: string, verdict: string, trace: string): string =>
    `${mark}  ${name.padEnd(width)}  ${verdict.padEnd(VERDICT)}  ${trace.padStart(5)}`;
  return [
    paint('dim', row(' ', 'claim', 'verdict', 'trace')),
    ...decided.flatMap((claim) => {
      const [mark, style] = MARKS[standing(claim)];
      const [first, ...more] = wrapped(claim.claim, width);
      const length = claim.traceLength === null ? '–' : formatCount(claim.traceLength);
      return [
        row(mark, first!, verdictOf(claim), length).replace(mark, paint(style, mark)),
        ...more.map((line) => `     ${line}`),
      ];
    }),
  ];
}

/** `holds`, or what came of it and what was stated. */
export function verdictOf(claim: Decided): string {
  const { verdict, expected } = claim;
  if (standing(claim) === 'not as stated') return `${verdict}, ${statedTo(expected)}`;
  return verdict === 'fails' ? 'fails, as stated' : verdict;
}

/** Of how much was visited, once an instance. */
function size([first]: readonly Decided[]): string {
  if (first === undefined) return '  nothing is claimed';
  const { states, transitions, depth, seconds } = first;
  return `  ${plural(states, 'state')}, ${plural(transitions, 'transition')}, depth ${formatCount(depth)}, ${formatSeconds(seconds)}`;
}

const STOPPED = {
  states: 'Not finished: the budget of states (--max-states) ran out.',
  memory:
    'Not finished: the budget of memory (--max-memory) ran out, or the heap (NODE_OPTIONS=--max-old-space-size=MB).',
  time: 'Not finished: the time (--timeout) ran out.',
  interrupted: 'Not finished: interrupted.',
  decided: 'Stopped when every claim was decided; there are more states.',
} as const;

/** How far the search went, and where the system's own bounds cut it. */
function extent(exploration: Found | undefined): string {
  if (!exploration) return '  Not explored: the run ended before its turn.';
  const { complete, stopped, beyondBounds, heldUp } = exploration;
  const reach = [
    ...(complete ? ['Every reachable state was visited.'] : []),
    ...(stopped ? [STOPPED[stopped]] : []),
  ].join(' ');
  const beyond =
    beyondBounds === 0
      ? ''
      : ` ${plural(beyondBounds, 'state')} beyond the instance's bounds checked, not continued.`;
  return [`  ${reach}${beyond}`, ...heldUp.map(heldUpText)].join('\n');
}

function heldUpText({ receiver, from, first, waits }: HeldUp): string {
  return (
    `  ${receiver} never takes '${first}' from ${from}, behind which '${waits}' waits for ever in the ordered network: ` +
    `a verdict may rest on that alone. Take it and do nothing: on: { '${first}': {} }.`
  );
}

function surprise(
  decided: Decided,
  system: AnySystem,
  paint: Paint,
  columns: number,
  told: Map<string, string>,
): string {
  const { claim, expected, instance, trace } = decided;
  const what = `'${claim}' is ${statedTo(expected)} and ${decided.verdict}`;
  const say = (end: string): string => ['', ...wrapped(`${what}${end}`, columns)].join('\n');
  if (!trace) return say('.');
  if (trace.steps.length === 0 && !trace.end) return say(' in the initial state.');
  const lines = traceLines(system, trace, paint, columns);
  const text = lines.map((line) => `  ${line}`).join('\n');
  const where = told.get(text);
  if (where !== undefined) return say(`; the shortest trace is the one above, of '${where}'.`);
  told.set(text, instance);
  return `${say('; the shortest trace:')}\n${text}`;
}

/** The last lines: how many claims stand as stated, and, below a report at a glance, where to go from there. */
export function summary(decided: readonly Decided[], paint: Paint, isAtAGlance = false): string {
  const count = (of: ReturnType<typeof standing>): number =>
    decided.filter((claim) => standing(claim) === of).length;
  const asStated = count('as stated');
  const parts = [paint(asStated === decided.length ? 'green' : 'dim', `${asStated} as stated`)];
  if (count('not as stated') > 0) parts.push(paint('red', `${count('not as stated')} not as stated`));
  if (count('not finished') > 0) parts.push(paint('yellow', `${count('not finished')} not finished`));
  const line = `${decided.length} ${decided.length === 1 ? 'claim' : 'claims'}: ${parts.join(', ')}\n`;
  return isAtAGlance ? line + paint('dim', ONWARD) : line;
}

const ONWARD = `synod check 02           the tables of a chapter; --verbose: of all
synod explain 02         its question, and the run that answers it
synod step 02            go through it by hand
`;
