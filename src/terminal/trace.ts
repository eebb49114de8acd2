/** Traces on a terminal: a colour for each participant, lines that wrap below their text, and long stretches folded. */
import { type AnySystem, formatTrace, type Trace, withRealNumbers } from '#model/index.js';
import type { Paint, Style } from './io.js';
import { plural } from './units.js';
import { wrapped } from './wrap.js';

const COLOURS: readonly Style[] = ['cyan', 'magenta', 'yellow', 'blue', 'green', 'red'];
/** Lines of a trace beyond which its middle is left out, and how many stay before and behind it. */
const LINES_MAX = 60;
const LINES_KEPT = 25;

/** The lines of a trace. Steps in which only rounds end are told as one; of a very long trace the middle is counted. */
export function traceLines(
  system: AnySystem,
  trace: Trace,
  paint: Paint,
  columns = Number.POSITIVE_INFINITY,
): readonly string[] {
  const text = formatTrace(withRealNumbers(system, trace), system.show);
  const names = Object.keys(trace.initial).filter((name) => !trace.history.includes(name));
  const lines = folded(text.split('\n'), trace).flatMap((line) => hanging(line, columns));
  const left = lines.length - 2 * LINES_KEPT;
  const told =
    lines.length <= LINES_MAX
      ? lines
      : [
          ...lines.slice(0, LINES_KEPT),
          `… ${plural(left, 'line')} more; --format json has all of them`,
          ...lines.slice(-LINES_KEPT),
        ];
  return told.map((line) => coloured(line, names, paint));
}

/** Runs of steps of the clock, of more than one, are told in one line. */
function folded(lines: readonly string[], { steps }: Trace): readonly string[] {
  const told: string[] = [];
  let ticks: string[] = [];
  let isTick = false;
  const flush = (): void => {
    const count = ticks.filter((line) => numberOf(line) !== undefined).length;
    told.push(...(count > 1 ? [`   … ${count} steps in which rounds end`] : ticks));
    ticks = [];
  };
  for (const line of lines) {
    const number = numberOf(line);
    if (number !== undefined) isTick = steps[number - 1]?.participant === 'clock';
    else if (!line.startsWith(' ')) isTick = false;
    if (!isTick) flush();
    (isTick ? ticks : told).push(line);
  }
  flush();
  return told;
}

/** The number of the step that a line begins with. */
function numberOf(line: string): number | undefined {
  const [, number] = /^ *(\d+) {2}/.exec(line) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** A line in several, the later ones indented to where the text of the first begins. */
export function hanging(line: string, columns: number): readonly string[] {
  const [prefix] = /^ *(?:\d+ {2})?(?:at once: )?/.exec(line)!;
  const [first, ...more] = wrapped(line.slice(prefix.length), Math.max(20, columns - prefix.length - 2));
  return [prefix + first, ...more.map((text) => `${' '.repeat(prefix.length)}${text}`)];
}

function coloured(line: string, names: readonly string[], paint: Paint): string {
  const any = new RegExp(
    `(?<![\\w.-])(?:${names.map((name) => name.replace(/\W/g, '\\$&')).join('|')})(?![\\w-])`,
    'g',
  );
  return line.replace(any, (name) => paint(COLOURS[names.indexOf(name) % COLOURS.length]!, name));
}
