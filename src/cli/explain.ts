/** `synod explain`: the question of a chapter, what a claim says, what is known of it, and one trace that shows it. */
import { type KeptVerdicts, mermaidOf, type Obstacles, traceToJson, withRealNumbers } from '#model/index.js';
import type { Chapter } from '#spec/index.js';
import { Exit, type ExitCode, UsageError } from '../terminal/exit.js';
import { type Io, type Paint, painter } from '../terminal/io.js';
import { progressDisplay } from '../terminal/progress.js';
import { traceLines } from '../terminal/trace.js';
import { plural } from '../terminal/units.js';
import { wrapped } from '../terminal/wrap.js';
import { claimInProse } from './claim-prose.js';
import { exploreOne } from './explore-instance.js';
import { type Decided, decidedOf, exitCodeOf, standing } from './outcome.js';
import { type Selected, select } from './select.js';
import { documentOfTrace } from './trace-file.js';
import { obstaclesAsJson, obstaclesInWords, obstaclesOf } from './unwitnessed.js';
import { bookVerdicts } from './verdict-file.js';

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

/** What is known of a claim without exploring anything: the verdict kept beside the book. */
interface Known {
  readonly verdict: string;
  readonly states: number;
  readonly trace: number | null;
}

/** One claim of one instance; what is known of it, if it is of the book. */
interface Asked extends Selected {
  readonly known: Known | undefined;
}

/** States up to which an instance is explored though no trace will come of it. */
const SMALL = 20_000;

/**
 * Prints what there is to say, and explores the one instance whose trace it shows. As a diagram or a document, the trace and nothing else.
 *
 * @throws UsageError where the options ask for what is not there.
 */
export async function explain(
  chapters: readonly Chapter[],
  options: ExplainOptions,
  io: Io,
): Promise<ExitCode> {
  const { format, claim } = options;
  const selected = withClaim(select(chapters, [options.chapter], options.instance), claim);
  const asked = asksOf(selected, bookVerdicts());
  const shown = theOneToShow(asked);
  const paint = painter(io, io.out);
  // A file or a pipe has lines as long as they are.
  const columns = io.out.columns || Number.POSITIVE_INFINITY;
  if (format === 'text') io.out.write(introduction(chapters, asked, shown, paint, columns));
  if (shown === undefined) {
    if (format !== 'text')
      throw new UsageError('none of these claims has a trace; there is nothing to print');
    return Exit.asStated;
  }
  const display = progressDisplay(io, format !== 'text');
  const exploration = await exploreOne(shown, {}, Number.POSITIVE_INFINITY, display, io.signal);
  const [decided] = decidedOf(shown, exploration) as [Decided];
  const obstacles = await obstaclesOf(shown, decided, exploration, io.signal);
  io.out.write(
    format === 'text'
      ? inWords(shown, decided, paint, columns) +
          (obstacles === undefined ? '' : obstaclesInWords(obstacles, shown.instance.system.show))
      : asDocument(shown, decided, obstacles, format),
  );
  return exitCodeOf([decided]);
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

/** Each claim by itself, so that an exploration ends where it is decided. */
function asksOf(selected: readonly Selected[], kept: readonly KeptVerdicts[]): readonly Asked[] {
  return selected.flatMap(({ chapter, instance }) => {
    const pinned = kept.find((one) => one.chapter === chapter.id && one.instance === instance.name);
    return instance.claims.map((claim) => {
      const found = pinned?.claims.find((one) => one.claim === claim.property.name);
      const known = found && { verdict: found.verdict, states: pinned!.states, trace: found.trace };
      return { chapter, instance: { ...instance, claims: [claim] }, known };
    });
  });
}

/**
 * What is explored: of claims that fail as stated the one with the shortest counterexample, else the one with the shortest
 * witness, else an instance that is small. Nothing is known of a user's own systems: the first is explored.
 */
function theOneToShow(asked: readonly Asked[]): Asked | undefined {
  const weight = ({ known, instance }: Asked): number => {
    if (known === undefined) return instance.claims[0]!.expected === 'fails' ? 0 : 1;
    const { states, trace, verdict } = known;
    if (trace === null) return states <= SMALL ? 1e6 + states : Number.POSITIVE_INFINITY;
    return (verdict === 'fails' ? 0 : 1e3) + trace;
  };
  const [least] = asked.toSorted((one, other) => weight(one) - weight(other));
  return least !== undefined && weight(least) < Number.POSITIVE_INFINITY ? least : undefined;
}

function introduction(
  chapters: readonly Chapter[],
  asked: readonly Asked[],
  shown: Asked | undefined,
  paint: Paint,
  columns: number,
): string {
  const { chapter } = asked[0]!;
  const { id, title, question } = chapter;
  const lines = [paint('bold', `${id}  ${title}`), ...wrapped(question, columns), ''];
  const names = [...new Set(asked.map(({ instance }) => instance.claims[0]!.property.name))];
  const nameShown = shown?.instance.claims[0]?.property.name;
  for (const name of names) {
    const of = asked.filter(({ instance }) => instance.claims[0]!.property.name === name);
    const prose = claimInProse(chapters, chapter, name);
    lines.push(paint('bold', name));
    if (prose !== undefined && (names.length === 1 || nameShown === name))
      lines.push(...indented(prose, columns));
    lines.push(...standingOf(of, columns), ...(names.length === 1 ? [''] : []));
  }
  return `${lines.join('\n')}\n${names.length === 1 ? '' : '\n'}`;
}

/** In how many instances a claim holds or fails: as it was found when the book was last explored whole. */
function standingOf(of: readonly Asked[], columns: number): readonly string[] {
  return (['holds', 'fails'] as const).flatMap((verdict) => {
    const there = of.filter(({ known }) => known?.verdict === verdict);
    if (there.length === 0) return [];
    const [first] = there as [Asked];
    const where = there.length === 1 ? `'${first.instance.name}'` : `${there.length} instances`;
    const states = Math.max(...there.map(({ known }) => known!.states));
    const size = verdict === 'holds' ? `, the largest of ${plural(states, 'state')}` : ', as stated';
    const told = there.length === 1 && verdict === 'holds' ? `, ${plural(states, 'state')}` : size;
    return indented(`${verdict} in ${where}${told} (spec/verdicts.json)`, columns);
  });
}

function indented(text: string, columns: number): readonly string[] {
  return wrapped(text, columns - 2).map((line) => `  ${line}`);
}

function inWords({ chapter, instance }: Asked, claim: Decided, paint: Paint, columns: number): string {
  const { states, verdict, expected, trace } = claim;
  const stated =
    standing(claim) === 'not as stated'
      ? `, though it is stated to ${expected === 'holds' ? 'hold' : 'fail'}`
      : '';
  const mistake = chapter.gallery?.find((one) => one.instance.name === instance.name);
  const lines = [
    `${paint('bold', claim.claim)} · ${claim.instance}`,
    ...(mistake === undefined
      ? []
      : indented(`The rule taken away: ${mistake.rule}. ${sentence(mistake.consequence)}`, columns)),
    ...indented(
      `${verdict}${stated}; ${plural(states, 'state')} ${states === 1 ? 'was' : 'were'} looked at${shownBy(claim)}`,
      columns,
    ),
  ];
  const told =
    trace === undefined || (trace.steps.length === 0 && !trace.end)
      ? []
      : traceLines(instance.system, trace, paint, columns - 2);
  return `${[...lines, ...told.map((line) => `  ${line}`)].join('\n')}\n`;
}

function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}

function shownBy({ verdict, trace }: Decided): string {
  if (trace === undefined) return '.';
  const what = verdict === 'fails' ? 'a counterexample' : 'a witness';
  return trace.steps.length === 0 ? `, and the first of them is ${what}.` : `, and this is ${what}:`;
}

function asDocument(
  { instance }: Asked,
  claim: Decided,
  obstacles: Obstacles | undefined,
  format: Exclude<ExplainOptions['format'], 'text'>,
): string {
  const { trace } = claim;
  const { system } = instance;
  if (format === 'json' && obstacles !== undefined) return obstaclesAsJson(claim, obstacles);
  if (trace === undefined)
    throw new UsageError(
      `'${claim.claim}' ${claim.verdict} in '${claim.instance}', and there is no trace to print`,
    );
  if (format === 'mermaid') return `${mermaidOf(withRealNumbers(system, trace), system.show)}\n`;
  return traceToJson(documentOfTrace({ ...claim, trace }));
}
