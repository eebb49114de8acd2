/** What was found beside what is kept in the file of verdicts: where they differ, and what the file is to become. */
import type { Chapter } from '#spec/index.js';
import { UsageError } from '../terminal/exit.js';
import { formatCount } from '../terminal/units.js';
import type { Selected } from './select.js';
import type { Pinned, PinnedClaim } from './verdict-file.js';

/** One difference, a line; and the instance that it is of. */
export interface Difference {
  readonly chapter: string;
  readonly instance: string;
  readonly says: string;
}

/** What was asked for: the instances that were explored, and whether these are all that there are. */
export interface Asked {
  readonly selected: readonly Selected[];
  readonly isEverything: boolean;
  /** Of a chapter that was asked for, all instances were. */
  readonly isWholeChapters: boolean;
}

/**
 * Compares, in the order in which instances were explored, and then what only the file has. Of what was not asked for nothing is said, nor of
 * what did not finish.
 */
export function differencesOf(found: readonly Pinned[], kept: readonly Pinned[], asked: Asked): Difference[] {
  const [foundBy, keptBy] = [byKey(found), byKey(kept)];
  const wanted = new Set(asked.selected.map(keyOfSelected));
  const differences = found.flatMap((one) => {
    const before = keptBy.get(keyOf(one));
    const says = before === undefined ? ['is not in the file'] : inOne(before, one);
    return says.map((line) => ({ chapter: one.chapter, instance: one.instance, says: line }));
  });
  const gone = kept.filter((one) => !foundBy.has(keyOf(one)) && !wanted.has(keyOf(one)) && isOf(one, asked));
  return [
    ...differences,
    ...gone.map(({ chapter, instance }) => ({
      chapter,
      instance,
      says: 'is in the file, but no longer there',
    })),
  ];
}

/**
 * What the file is to hold: what was found in the place of what it said of that, chapters in the order of their names, instances in that of their
 * chapter.
 */
export function renewed(found: readonly Pinned[], kept: readonly Pinned[], asked: Asked): readonly Pinned[] {
  const foundBy = byKey(found);
  const all = [...kept.filter((one) => !foundBy.has(keyOf(one)) && !isOf(one, asked)), ...found];
  const places = new Map(
    asked.selected.flatMap(({ chapter }) => instancesOf(chapter)).map((key, at) => [key, at]),
  );
  const placeOf = (one: Pinned): number => places.get(keyOf(one)) ?? 0;
  return all.toSorted((a, b) =>
    a.chapter === b.chapter ? placeOf(a) - placeOf(b) : a.chapter < b.chapter ? -1 : 1,
  );
}

/** Whether the file's word on an instance is replaced by what was asked for. */
function isOf({ chapter, instance }: Pinned, { selected, isEverything, isWholeChapters }: Asked): boolean {
  if (isEverything) return true;
  const chapters = new Map(selected.map((one) => [one.chapter.id, one.chapter]));
  const same = chapters.get(chapter);
  if (same === undefined) return false;
  return isWholeChapters || !same.instances.some(({ name }) => name === instance);
}

/** The differences for people, by instance, with what to do. */
export function told(file: string, differences: readonly Difference[]): string {
  const lines: string[] = [];
  let last = '';
  for (const { chapter, instance, says } of differences) {
    const of = `  ${chapter} · ${instance}`;
    if (of !== last) lines.push(of);
    last = of;
    lines.push(`    ${says}`);
  }
  return [`${file} tells otherwise:`, ...lines, `${WHAT_TO_DO} ${file}`, ''].join('\n');
}

export const WHAT_TO_DO =
  'Where that is not meant, the change that made it is wrong; where it is, write it down: synod check --write-verdicts';

function inOne(before: Pinned, now: Pinned): string[] {
  if (before.symmetry !== now.symmetry)
    return [
      `is kept as explored ${before.symmetry ? 'with' : 'without'} --symmetry; its counts can be compared in no other way`,
    ];
  const sizes = (['states', 'transitions', 'depth'] as const)
    .filter((key) => before[key] !== now[key])
    .map((key) => `${key}: expected ${formatCount(before[key])}, got ${formatCount(now[key])}`);
  return [...sizes, ...inClaims(before.claims, now.claims)];
}

function inClaims(before: readonly PinnedClaim[], now: readonly PinnedClaim[]): string[] {
  const [beforeBy, nowBy] = [before, now].map((claims) => new Map(claims.map((one) => [one.claim, one])));
  const changed = now.flatMap((one) => {
    const was = beforeBy!.get(one.claim);
    if (was === undefined) return [`'${one.claim}' is not in the file; it ${inWords(one)}`];
    if (was.verdict === one.verdict && was.trace === one.trace) return [];
    return [`'${one.claim}': expected that it ${inWords(was)}, got that it ${inWords(one)}`];
  });
  const gone = before.filter(({ claim }) => !nowBy!.has(claim));
  const order = [before, now].map((claims) => claims.map(({ claim }) => claim).join('\n'));
  const isReordered = changed.length === 0 && gone.length === 0 && order[0] !== order[1];
  return [
    ...changed,
    ...gone.map(({ claim }) => `'${claim}' is in the file, but no longer claimed`),
    ...(isReordered ? ['its claims stand in another order'] : []),
  ];
}

function inWords({ verdict, trace }: PinnedClaim): string {
  return trace === null ? verdict : `${verdict}, shown by ${trace} ${trace === 1 ? 'state' : 'states'}`;
}

/**
 * Makes sure that instances can be kept by what they are called.
 *
 * @throws UsageError where two are called the same.
 */
export function refuseSameNames(selected: readonly Selected[]): void {
  const keys = selected.map(keyOfSelected);
  const twice = selected.find((_, at) => keys.indexOf(keys[at]!) !== at);
  if (twice === undefined) return;
  throw new UsageError(
    `'${twice.instance.name}' of '${twice.chapter.id}' is there twice; verdicts are kept by name, so give each instance another`,
  );
}

function byKey(verdicts: readonly Pinned[]): ReadonlyMap<string, Pinned> {
  return new Map(verdicts.map((one) => [keyOf(one), one]));
}

function keyOf({ chapter, instance }: Pick<Pinned, 'chapter' | 'instance'>): string {
  return JSON.stringify([chapter, instance]);
}

function keyOfSelected({ chapter, instance }: Selected): string {
  return keyOf({ chapter: chapter.id, instance: instance.name });
}

function instancesOf(chapter: Chapter): string[] {
  return chapter.instances.map(({ name }) => keyOf({ chapter: chapter.id, instance: name }));
}
