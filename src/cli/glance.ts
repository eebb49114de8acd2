/** What `synod check` prints of the whole book: a line a chapter, one run that goes wrong, and what stands as stated. */
import { drawTrace } from '#model/index.js';
import type { Chapter } from '#spec/index.js';
import type { Paint } from '../terminal/io.js';
import { formatCount, formatSeconds } from '../terminal/units.js';
import { type Decided, standing } from './outcome.js';
import { MARKS } from './report.js';
import type { Selected } from './select.js';

/** Characters of a line where the terminal does not say. */
const WIDTH = 80;
/** Characters of a chapter's title in its line. */
const TITLE = 39;

/** The worst standing of several claims; what differs from the chapter weighs most. */
function worst(claims: readonly Decided[]): ReturnType<typeof standing> {
  const all = claims.map(standing);
  return (['not as stated', 'not finished'] as const).find((each) => all.includes(each)) ?? 'as stated';
}

/** One chapter: how many claims hold, how many fail as stated, how many states were visited and how long that took. */
export function chapterLine({ id, title }: Chapter, claims: readonly Decided[], paint: Paint): string {
  const [mark, style] = MARKS[worst(claims)];
  const asStated = claims.filter((claim) => standing(claim) === 'as stated');
  const hold = asStated.filter(({ verdict }) => verdict === 'holds').length;
  const instances = [...new Map(claims.map((claim) => [claim.instance, claim])).values()];
  const sum = (of: (claim: Decided) => number): number =>
    instances.reduce((total, claim) => total + of(claim), 0);
  const others = claims.length - asStated.length;
  const counts = [
    String(hold),
    String(asStated.length - hold),
    formatCount(sum(({ states }) => states)),
    formatSeconds(sum(({ seconds }) => seconds)),
  ];
  const rest = others === 0 ? '' : `\n    ${others} of ${claims.length} claims not as stated or not finished`;
  return `${paint(style, mark)} ${id.slice(0, 2)}  ${fitted(title)}${columnsOf(counts)}${rest}\n`;
}

/** What stands above the chapters' lines. */
export function chapterHead(paint: Paint): string {
  return paint('dim', `  ${''.padEnd(TITLE + 4)}${columnsOf(['hold', 'fail', 'states', 'time'])}\n`);
}

function columnsOf(texts: readonly string[]): string {
  return texts.map((text, at) => text.padStart([4, 6, 12, 11][at]!)).join('');
}

function fitted(title: string): string {
  return title.length < TITLE ? title.padEnd(TITLE) : `${title.slice(0, TITLE - 2)}… `;
}

/**
 * The shortest run of at least four steps by which an `always` falls as stated: what the book is about, in one picture. Nothing where
 * there is none.
 */
export function runThatGoesWrong(
  selected: readonly Selected[],
  decided: readonly Decided[],
  paint: Paint,
  columns: number | undefined,
): string {
  const shown = decided
    .filter(
      (claim) => claim.kind === 'always' && claim.verdict === 'fails' && standing(claim) === 'as stated',
    )
    .filter(({ trace }) => trace !== undefined && trace.steps.length >= 4)
    .reduce<Decided | undefined>(
      (least, claim) =>
        least === undefined || claim.trace!.steps.length < least.trace!.steps.length ? claim : least,
      undefined,
    );
  if (shown === undefined) return '';
  const { chapter, instance } = selected.find(
    (one) => one.chapter.id === shown.chapter && one.instance.name === shown.instance,
  )!;
  const title = `${chapter.id.slice(0, 2)} ${chapter.title}, ${instance.name}: '${shown.claim}' fails, as stated`;
  const drawing = drawTrace(shown.trace!, instance.system.show, Math.min(columns || WIDTH, 120));
  return `\n${paint('bold', title)}\n${drawing}\n\n`;
}

/** The report of the whole book: fed instance by instance, it tells of a chapter when its last one is done. */
export class Glance {
  #claims: Decided[] = [];
  #surprises = '';

  constructor(
    readonly selected: readonly Selected[],
    readonly paint: Paint,
  ) {}

  /**
   * What there is to print when an instance is done. The report of one that is not as stated, or not finished, follows its chapter's
   * line; there is none where the run ended before its turn.
   */
  tell(one: Selected, decided: readonly Decided[], report: (() => string) | undefined): string {
    this.#claims.push(...decided);
    if (worst(decided) !== 'as stated') this.#surprises += report?.() ?? '';
    if (this.selected.findLast(({ chapter }) => chapter === one.chapter) !== one) return '';
    const line = chapterLine(one.chapter, this.#claims, this.paint) + this.#surprises;
    this.#claims = [];
    this.#surprises = '';
    return line;
  }
}
