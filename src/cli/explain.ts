/** `synod explain`: the question of a chapter, what a claim says, what is known of it, and one trace that shows it. */
import { availableParallelism } from 'node:os';
import { type KeptVerdicts, mermaidOf, type Obstacles, traceToJson, withRealNumbers } from '#model/index.js';
import type { Chapter, Claim } from '#spec/index.js';
import { Exit, type ExitCode, UsageError } from '../terminal/exit.js';
import { exploreShown } from '../terminal/exploring.js';
import { type Io, type Paint, painter } from '../terminal/io.js';
import { progressDisplay } from '../terminal/progress.js';
import { traceLines } from '../terminal/trace.js';
import { plural } from '../terminal/units.js';
import { indented, wrapped } from '../terminal/wrap.js';
import type { EXPLAIN_FORMATS } from './choices.js';
import { claimInProse } from './claim-prose.js';
import { type Decided, decidedOf, exitCodeOf, standing, statedTo } from './outcome.js';
import { called, type Selected, select } from './select.js';
import { documentOfTrace } from './trace-file.js';
import { obstaclesAsJson, obstaclesInWords, obstaclesOf } from './unwitnessed.js';
import { bookVerdicts } from './verdict-file.js';

export interface ExplainOptions {
  /** A claim's name, or the beginning of one; else an instance's, and all claims of it; all claims when left out. */
  readonly claim?: string;
  /** Only in the instance of this name. */
  readonly instance?: string;
  readonly format: (typeof EXPLAIN_FORMATS)[number];
}

/** One claim of one instance; what the file of the book's verdicts knows of it, if it is of the book. */
interface Asked extends Selected {
  readonly claim: Claim<never>;
  readonly known?: { readonly verdict: string; readonly states: number; readonly trace: number | null };
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
  chapter: string,
  { instance, claim, format }: ExplainOptions,
  io: Io,
): Promise<ExitCode> {
  const asked = claimsAsked(select(chapters, [chapter], instance), claim, bookVerdicts());
  const shown = theOneToShow(asked);
  const paint = painter(io, io.out);
  // A file or a pipe has lines as long as they are.
  const columns = io.out.columns || Number.POSITIVE_INFINITY;
  if (format === 'text') io.out.write(introduction(chapters, asked, shown, paint, columns));
  if (shown === undefined) {
    if (format === 'text') return Exit.asStated;
    throw new UsageError('none of these claims has a trace; there is nothing to print');
  }
  const display = progressDisplay(io, format !== 'text');
  const options = { workers: availableParallelism(), signal: io.signal };
  const exploration = await exploreShown(shown, options, display);
  const [decided] = decidedOf(shown, exploration) as [Decided];
  const obstacles = await obstaclesOf(shown, decided, exploration, io.signal);
  io.out.write(
    format === 'text'
      ? inWords(shown, decided, obstacles, paint, columns)
      : asDocument(shown, decided, obstacles, format),
  );
  return exitCodeOf([decided]);
}

/**
 * Each claim by itself, so that an exploration ends where it is decided; only those of a name, where one is given: a
 * claim's, or an instance's where no claim has it.
 */
function claimsAsked(
  selected: readonly Selected[],
  name: string | undefined,
  kept: readonly KeptVerdicts[],
): readonly Asked[] {
  const all = selected.flatMap(({ chapter, instance }) => {
    const pinned = kept.find((one) => one.chapter === chapter.id && one.instance === instance.name);
    return instance.claims.map((claim) => {
      const found = pinned?.claims.find((one) => one.claim === claim.property.name);
      const known = found && { verdict: found.verdict, states: pinned!.states, trace: found.trace };
      return { chapter, instance: { ...instance, claims: [claim] }, claim, ...(known && { known }) };
    });
  });
  if (name === undefined) return all;
  const names = [...new Set(all.map(nameOf))];
  const found = called(names, (each) => each, name);
  if (found.length === 1) return all.filter((one) => nameOf(one) === found[0]);
  const inInstances = called(all, ({ instance }) => instance.name, name);
  if (found.length === 0 && inInstances.length > 0) return inInstances;
  const [problem, there] =
    found.length === 0 ? ['unknown claim', names] : ['more than one claim begins with', found];
  throw new UsageError(`${problem} '${name}'; expected one of: ${there.join(', ')}`);
}

function nameOf({ claim }: Asked): string {
  return claim.property.name;
}

/**
 * What is explored: of claims that fail as stated the one with the shortest counterexample, else the one with the shortest
 * witness, else an instance that is small. Nothing is known of a user's own systems: the first is explored.
 */
function theOneToShow(asked: readonly Asked[]): Asked | undefined {
  const weight = ({ known, claim }: Asked): number => {
    if (known === undefined) return claim.expected === 'fails' ? 0 : 1;
    const { states, trace, verdict } = known;
    if (trace === null) return states <= SMALL ? 1e6 + states : Number.POSITIVE_INFINITY;
    return (verdict === 'fails' ? 0 : 1e3) + trace;
  };
  const [least] = asked.toSorted((one, other) => weight(one) - weight(other));
  return least !== undefined && Number.isFinite(weight(least)) ? least : undefined;
}

/** The question, and each claim in prose: whole of one that stands alone and of the one that is shown, of others its first sentence. */
function introduction(
  chapters: readonly Chapter[],
  asked: readonly Asked[],
  shown: Asked | undefined,
  paint: Paint,
  columns: number,
): string {
  const { chapter } = asked[0]!;
  const names = [...new Set(asked.map(nameOf))];
  const claims = names.flatMap((name) => {
    const isTold = names.length === 1 || (shown !== undefined && nameOf(shown) === name);
    const prose = claimInProse(chapters, chapter, name);
    const told = prose === undefined ? [] : [isTold ? prose : firstSentence(prose)];
    const of = asked.filter((one) => nameOf(one) === name);
    return [paint('bold', name), ...[...told, ...standingsOf(of)].flatMap((text) => indented(text, columns))];
  });
  const title = paint('bold', `${chapter.id}  ${chapter.title}`);
  return `${[title, ...wrapped(chapter.question, columns), '', ...claims, ''].join('\n')}\n`;
}

function firstSentence(prose: string): string {
  return /^.*?[.:?](?= |$)/.exec(prose)?.[0].replace(/:$/, '.') ?? prose;
}

/** In how many instances a claim holds or fails: as it was found when the book was last explored whole. */
function standingsOf(of: readonly Asked[]): readonly string[] {
  return ['holds', 'fails'].flatMap((verdict) => {
    const there = of.filter(({ known }) => known?.verdict === verdict);
    if (there.length === 0) return [];
    const where = there.length === 1 ? `'${there[0]!.instance.name}'` : `${there.length} instances`;
    const states = plural(Math.max(...there.map(({ known }) => known!.states)), 'state');
    const size = there.length === 1 ? states : `the largest of ${states}`;
    const told = verdict === 'holds' ? size : 'as stated';
    return [`${verdict} in ${where}, ${told} (spec/verdicts.json)`];
  });
}

/** What was found, and what shows it: a trace, or what stands in the way. */
function inWords(
  { chapter, instance: { name, system } }: Asked,
  decided: Decided,
  obstacles: Obstacles | undefined,
  paint: Paint,
  columns: number,
): string {
  const { claim, states, verdict, expected, trace } = decided;
  const though = standing(decided) === 'not as stated' ? `, though it is ${statedTo(expected)}` : '';
  const mistake = chapter.gallery?.find(({ instance }) => instance.name === name);
  const consequence = mistake?.consequence.replace(/^./, (first) => first.toUpperCase());
  const what = verdict === 'fails' ? 'a counterexample' : 'a witness';
  const isInitial = trace?.steps.length === 0;
  const shownBy =
    trace === undefined ? '.' : isInitial ? `, and the first of them is ${what}.` : `, and this is ${what}:`;
  const looked = `${plural(states, 'state')} ${states === 1 ? 'was' : 'were'} looked at`;
  const lines = [
    ...(mistake ? indented(`The rule taken away: ${mistake.rule}. ${consequence}`, columns) : []),
    ...indented(`${verdict}${though}; ${looked}${shownBy}`, columns),
    ...(trace === undefined || (isInitial && !trace.end)
      ? []
      : traceLines(system, trace, paint, columns - 2).map((line) => `  ${line}`)),
    ...(obstacles ? obstaclesInWords(obstacles, system.show) : []),
  ];
  const heading = wrapped(`${claim} · ${name}`, columns).map((line) => paint('bold', line));
  return `${[...heading, ...lines].join('\n')}\n`;
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
