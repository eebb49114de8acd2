/** What `synod check` prints for people: a table an instance, the traces of what surprises, a summary. */
import { type AnySystem, formatTrace, type Gap, type HeldUp } from '#model/index.js';
import type { Paint, Style } from '../terminal/io.js';
import { formatCount, formatSeconds } from '../terminal/units.js';
import type { Found } from './explore-instance.js';
import { type Decided, standing } from './outcome.js';
import { mostValues, profileLines } from './profile-text.js';
import type { Selected } from './select.js';

/**
 * One instance: its claims, how far the search went, what no run made use of where that is asked for, and a trace for each
 * claim that is not as stated.
 *
 * @param isProfiled whether it is to say where states and time come from.
 */
export function instanceReport(
  { chapter, instance }: Selected,
  decided: readonly Decided[],
  exploration: Found | undefined,
  paint: Paint,
  isProfiled = false,
): string {
  const title = `${paint('bold', `${chapter.id}  ${chapter.title}`)} · ${instance.name}`;
  const traces = decided
    .filter((claim) => standing(claim) === 'not as stated')
    .map((claim) => surprise(claim, instance.system.show));
  const lines = [
    title,
    ...claimTable(decided, paint),
    extent(exploration),
    ...(exploration?.profiled && !isProfiled
      ? [`  Most values so far: ${mostValues(exploration.profiled)}.`]
      : []),
    ...(exploration?.gaps ? unused(exploration.gaps) : []),
    ...(exploration?.profiled && isProfiled ? profileLines(exploration.profiled) : []),
    ...traces,
  ];
  return `${lines.join('\n')}\n\n`;
}

/** Where nothing made use of a part, the claims say nothing of it. */
function unused(gaps: readonly Gap[]): string[] {
  if (gaps.length === 0) return ['  Every part was made use of.'];
  const each = gaps.map(({ role, part, name, is }) => `${role ? `${role}: ` : ''}${part} ${name}, ${is}`);
  return ['  What was not made use of:', ...each.map((line) => `    ${line}`)];
}

const COLUMNS = ['', 'claim', 'expected', 'verdict', 'states', 'transitions', 'depth', 'time', 'trace'];
const FIRST_NUMBER = COLUMNS.indexOf('states');

const MARKS = {
  'as stated': ['✓', 'green'],
  'not as stated': ['✗', 'red'],
  'not finished': ['?', 'yellow'],
} as const satisfies Record<ReturnType<typeof standing>, readonly [string, Style]>;

function claimTable(decided: readonly Decided[], paint: Paint): string[] {
  const rows = [COLUMNS, ...decided.map(cells)];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const [head, ...lines] = rows.map((row) =>
    row
      .map((text, column) =>
        column < FIRST_NUMBER ? text.padEnd(widths[column]!) : text.padStart(widths[column]!),
      )
      .join('  '),
  );
  return [
    paint('dim', head!),
    ...lines.map((line, index) => {
      const [mark, style] = MARKS[standing(decided[index]!)];
      return line.replace(mark, paint(style, mark));
    }),
  ];
}

function cells(claim: Decided): string[] {
  return [
    MARKS[standing(claim)][0],
    claim.claim,
    claim.expected,
    claim.verdict,
    formatCount(claim.states),
    formatCount(claim.transitions),
    formatCount(claim.depth),
    formatSeconds(claim.seconds),
    claim.traceLength === null ? '–' : formatCount(claim.traceLength),
  ];
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
  const states = beyondBounds === 1 ? 'state' : 'states';
  const beyond =
    beyondBounds === 0
      ? ''
      : ` ${formatCount(beyondBounds)} ${states} beyond the instance's bounds checked, not continued.`;
  return [`  ${reach}${beyond}`, ...heldUp.map(heldUpText)].join('\n');
}

function heldUpText({ receiver, from, first, waits }: HeldUp): string {
  return (
    `  ${receiver} never takes '${first}' from ${from}, behind which '${waits}' waits for ever in the ordered network: ` +
    `a verdict may rest on that alone. Take it and do nothing: on: { '${first}': {} }.`
  );
}

function surprise(decided: Decided, show: AnySystem['show']): string {
  const { claim, expected, trace } = decided;
  const what = `\n'${claim}' is stated to ${expected === 'holds' ? 'hold' : 'fail'} and ${decided.verdict}`;
  if (!trace) return `${what}.`;
  if (trace.steps.length === 0) return `${what} in the initial state.`;
  const lines = formatTrace(trace, show).split('\n');
  return [`${what}; the shortest trace:`, ...lines.map((line) => `  ${line}`)].join('\n');
}

/** The last line: how many claims stand as stated. */
export function summary(decided: readonly Decided[], paint: Paint): string {
  const count = (of: ReturnType<typeof standing>): number =>
    decided.filter((claim) => standing(claim) === of).length;
  const asStated = count('as stated');
  const parts = [paint(asStated === decided.length ? 'green' : 'dim', `${asStated} as stated`)];
  if (count('not as stated') > 0) parts.push(paint('red', `${count('not as stated')} not as stated`));
  if (count('not finished') > 0) parts.push(paint('yellow', `${count('not finished')} not finished`));
  return `${decided.length} ${decided.length === 1 ? 'claim' : 'claims'}: ${parts.join(', ')}\n`;
}
