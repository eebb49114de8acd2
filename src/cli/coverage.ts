/** `synod coverage`: what of the machines an exploration made use of, as tables, as statecharts, or for other programs. */
import { availableParallelism } from 'node:os';
import { always, gapsIn, machinesOf, type RoleCoverage, statechartOf } from '#model/index.js';
import { type Chapter, holds } from '#spec/index.js';
import { Exit, type ExitCode } from '../terminal/exit.js';
import { exploreShown } from '../terminal/exploring.js';
import type { Io } from '../terminal/io.js';
import { fenced, markdownTable } from '../terminal/markdown.js';
import { progressDisplay } from '../terminal/progress.js';
import { formatCount } from '../terminal/units.js';
import type { COVERAGE_FORMATS } from './choices.js';
import { type Selected, select } from './select.js';

export interface CoverageOptions {
  readonly instance?: string;
  readonly format: (typeof COVERAGE_FORMATS)[number];
}

/**
 * Explores each instance to its end, and prints as Markdown, or as one JSON document. Ends as *not finished* where it was interrupted: then
 * what was not met may yet happen.
 *
 * @throws UsageError where what is asked for is not there.
 */
export async function coverage(
  chapters: readonly Chapter[],
  asked: string,
  { instance, format }: CoverageOptions,
  io: Io,
): Promise<ExitCode> {
  const selected = select(chapters, [asked], instance);
  const display = progressDisplay(io, format === 'json');
  const documents: unknown[] = [];
  let isComplete = true;
  for (const one of selected) {
    const options = { workers: availableParallelism(), signal: io.signal };
    const exploration = await exploreShown(toItsEnd(one), options, display);
    isComplete &&= exploration.complete;
    const covered = exploration.coverage();
    const gaps = gapsIn(covered);
    if (format === 'json') {
      documents.push({ chapter: one.chapter.id, instance: one.instance.name, ...covered, gaps });
      continue;
    }
    const parts = covered.roles.map((role) => (format === 'table' ? table(role) : chart(one, role)));
    const unfinished = exploration.complete ? [] : ['Not finished: what was not met may yet happen.\n'];
    const title = `## ${one.chapter.id} · ${one.instance.name}\n`;
    io.out.write(`${[title, ...unfinished, ...parts, inWords(gaps)].join('\n')}\n`);
  }
  if (format === 'json') io.out.write(`${JSON.stringify({ coverage: documents }, null, 2)}\n`);
  return isComplete ? Exit.asStated : Exit.notFinished;
}

/** With a claim that is decided by nothing but the end, so that the search goes there. */
function toItsEnd({ chapter, instance }: Selected): Selected {
  const everything = holds(always('everything is visited', () => true));
  return { chapter, instance: { ...instance, claims: [...instance.claims, everything] } };
}

function chart({ instance }: Selected, role: RoleCoverage): string {
  const machine = machinesOf(instance.system)[role.role];
  const drawn = machine && fenced('mermaid', statechartOf(machine, role));
  return `### ${role.role}\n\n${drawn ?? 'A step function has no statechart.'}\n`;
}

function table({ role, transitions, guards, actions, taken, refused, sent }: RoleCoverage): string {
  const rows = [
    ...transitions.map(({ id, taken }) => ['transition', id, `taken ${formatCount(taken)}`]),
    ...guards.map(({ guard, transition, yes, no }) => [
      'guard',
      transition === '' ? guard : `${guard}, for ${transition}`,
      `yes ${formatCount(yes)}, no ${formatCount(no)}`,
    ]),
    ...actions.map(({ name, ran }) => ['action', name, `ran ${formatCount(ran)}`]),
    ...Object.keys({ ...taken, ...refused }).map((type) => [
      'event',
      type,
      `taken ${formatCount(taken[type] ?? 0)}, refused ${formatCount(refused[type] ?? 0)}`,
    ]),
    ...Object.entries(sent).map(([type, times]) => ['message', type, `sent ${formatCount(times)}`]),
  ];
  return `### ${role}\n\n${markdownTable(['part', 'which', 'local steps'], rows)}\n`;
}

function inWords(gaps: ReturnType<typeof gapsIn>): string {
  if (gaps.length === 0) return 'Every part was made use of.\n';
  const lines = gaps.map(
    ({ role, part, name, is }) => `- ${role === undefined ? '' : `${role}: `}${part} ${name} is ${is}`,
  );
  return `Not made use of:\n\n${lines.join('\n')}\n`;
}
