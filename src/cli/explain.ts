/** `synod explain`: the question of a chapter, and for each claim its verdict and the trace that shows it, or what stands in its way. */
import { formatTrace, mermaidOf, type Obstacles, traceToJson } from '#model/index.js';
import type { Chapter } from '#spec/index.js';
import { type ExitCode, UsageError } from '../terminal/exit.js';
import { type Io, type Paint, painter } from '../terminal/io.js';
import { progressDisplay } from '../terminal/progress.js';
import { formatCount } from '../terminal/units.js';
import { exploreOne } from './explore-instance.js';
import { type Decided, decidedOf, exitCodeOf, standing } from './outcome.js';
import { type Selected, select } from './select.js';
import { documentOfTrace } from './trace-file.js';
import { obstaclesAsJson, obstaclesInWords, obstaclesOf } from './unwitnessed.js';

/** What a trace is printed as. */
export const FORMATS = ['text', 'mermaid', 'json'] as const;

export interface ExplainOptions {
  readonly chapter: string;
  /** A claim's name, or the beginning of one; all claims when left out. */
  readonly claim?: string;
  /** Only in the instance of this name. */
  readonly instance?: string;
  readonly format: (typeof FORMATS)[number];
}

/**
 * Explores and prints. As text all claims asked for; as a diagram or a document the one trace asked for, and nothing else.
 *
 * @throws UsageError where the options ask for what is not there, or for several traces as one.
 */
export async function explain(
  chapters: readonly Chapter[],
  options: ExplainOptions,
  io: Io,
): Promise<ExitCode> {
  const { format } = options;
  const selected = withClaim(select(chapters, [options.chapter], options.instance), options.claim);
  const count = selected.reduce((sum, { instance }) => sum + instance.claims.length, 0);
  if (format !== 'text' && count !== 1)
    throw new UsageError(
      `--format ${format} prints one trace; expected a claim and an --instance that leave one, got ${count}: ${namesOf(selected)}`,
    );
  const display = progressDisplay(io, format !== 'text');
  const paint = painter(io, io.out);
  if (format === 'text') io.out.write(heading(selected[0]!.chapter, paint));
  const all: Decided[] = [];
  for (const one of selected) {
    const exploration = await exploreOne(one, {}, Number.POSITIVE_INFINITY, display, io.signal);
    const decided = decidedOf(one, exploration);
    all.push(...decided);
    for (const claim of decided) {
      const obstacles = await obstaclesOf(one, claim, exploration, io.signal);
      io.out.write(printed(one, claim, obstacles, format, paint));
    }
  }
  return exitCodeOf(all);
}

/** The same instances with only the claims of that name; those without one are left out. */
function withClaim(selected: readonly Selected[], name: string | undefined): readonly Selected[] {
  if (name === undefined) return selected;
  const names = new Set(
    selected.flatMap(({ instance }) => instance.claims.map(({ property }) => property.name)),
  );
  const wanted = names.has(name) ? name : oneBeginningWith(name, [...names]);
  return selected.flatMap(({ chapter, instance }) => {
    const claims = instance.claims.filter(({ property }) => property.name === wanted);
    return claims.length === 0 ? [] : [{ chapter, instance: { ...instance, claims } }];
  });
}

function oneBeginningWith(text: string, names: readonly string[]): string {
  const found = names.filter((name) => name.startsWith(text));
  if (found.length === 1) return found[0]!;
  const problem = found.length === 0 ? 'unknown claim' : 'more than one claim begins with';
  throw new UsageError(
    `${problem} '${text}'; expected one of: ${(found.length === 0 ? names : found).join(', ')}`,
  );
}

function namesOf(selected: readonly Selected[]): string {
  return selected
    .flatMap(({ instance }) =>
      instance.claims.map(({ property }) => `'${property.name}' in '${instance.name}'`),
    )
    .join(', ');
}

function heading({ id, title, question }: Chapter, paint: Paint): string {
  return `${paint('bold', `${id}  ${title}`)}\n${question}\n`;
}

function printed(
  one: Selected,
  claim: Decided,
  obstacles: Obstacles | undefined,
  format: ExplainOptions['format'],
  paint: Paint,
): string {
  const { trace } = claim;
  const { show } = one.instance.system;
  if (format === 'text')
    return inWords(claim, show, paint) + (obstacles === undefined ? '' : obstaclesInWords(obstacles, show));
  if (format === 'json' && obstacles !== undefined) return obstaclesAsJson(claim, obstacles);
  if (trace === undefined)
    throw new UsageError(
      `'${claim.claim}' ${claim.verdict} in '${claim.instance}', and there is no trace to print`,
    );
  if (format === 'mermaid') return `${mermaidOf(trace, show)}\n`;
  return traceToJson(documentOfTrace({ ...claim, trace }));
}

function inWords(claim: Decided, show: Selected['instance']['system']['show'], paint: Paint): string {
  const { states, verdict, expected, trace } = claim;
  const stated =
    standing(claim) === 'not as stated'
      ? `, though it is stated to ${expected === 'holds' ? 'hold' : 'fail'}`
      : '';
  const lines = [
    '',
    `${paint('bold', claim.claim)} · ${claim.instance}`,
    `  ${verdict}${stated}; ${formatCount(states)} ${states === 1 ? 'state' : 'states'} were looked at${shownBy(claim)}`,
  ];
  const told = trace === undefined || trace.steps.length === 0 ? [] : formatTrace(trace, show).split('\n');
  return `${[...lines, ...told.map((line) => `  ${line}`)].join('\n')}\n`;
}

function shownBy({ verdict, trace }: Decided): string {
  if (trace === undefined) return '.';
  const what = verdict === 'fails' ? 'a counterexample' : 'a witness';
  return trace.steps.length === 0 ? `, and the first of them is ${what}.` : `, and this is ${what}:`;
}
