/** Claims beside their verdicts, and what follows for the command as a whole. */
import { type Result, type Trace, traceLength, type Verdict } from '#model/index.js';
import { Exit, type ExitCode } from '../terminal/exit.js';
import type { Found } from './explore-instance.js';
import type { Selected } from './select.js';

/** One claim, what the chapter states of it, and what its exploration found. */
export interface Decided {
  readonly chapter: string;
  readonly claim: string;
  readonly kind: Result['kind'];
  readonly instance: string;
  readonly expected: 'holds' | 'fails';
  readonly verdict: Verdict;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly seconds: number;
  /** States in the counterexample or the witness; null where there is none. */
  readonly traceLength: number | null;
  readonly trace?: Trace;
  /** Why the instance could not be explored; nothing is said of its claims then. */
  readonly error?: string;
}

/** What came of an instance that could not be explored. */
export interface Failed {
  readonly error: string;
  /** Where it was thrown; printed with DEBUG=1. */
  readonly stack?: string;
}

export function isFailed(outcome: Found | Failed | undefined): outcome is Failed {
  return outcome !== undefined && 'error' in outcome;
}

/** The claims of an instance with their verdicts; all not finished where it was not explored. */
export function decidedOf({ chapter, instance }: Selected, outcome?: Found | Failed): Decided[] {
  const exploration = isFailed(outcome) ? undefined : outcome;
  const { states = 0, transitions = 0, depth = 0, seconds = 0 } = exploration ?? {};
  return instance.claims.map(({ property, expected }, index) => {
    const result: Result | undefined = exploration?.results[index];
    return {
      chapter: chapter.id,
      claim: property.name,
      kind: property.kind,
      instance: instance.name,
      expected,
      verdict: result?.verdict ?? 'not finished',
      states,
      transitions,
      depth,
      seconds,
      traceLength: result?.trace ? traceLength(result.trace) : null,
      ...(result?.trace && { trace: result.trace }),
      ...(isFailed(outcome) && { error: outcome.error }),
    };
  });
}

/** The claims by chapter and instance, in order. */
export function byInstance(claims: readonly Decided[]): readonly (readonly Decided[])[] {
  const groups = new Map<string, Decided[]>();
  for (const claim of claims) {
    const key = JSON.stringify([claim.chapter, claim.instance]);
    groups.set(key, [...(groups.get(key) ?? []), claim]);
  }
  return [...groups.values()];
}

/** How a claim stands: the verdict stated, another one, or none yet. */
export function standing({ expected, verdict }: Decided): 'as stated' | 'not as stated' | 'not finished' {
  if (verdict === 'not finished') return 'not finished';
  return verdict === expected ? 'as stated' : 'not as stated';
}

/** What the chapter states of a claim, in words. */
export function statedTo(expected: Decided['expected']): string {
  return `stated to ${expected === 'holds' ? 'hold' : 'fail'}`;
}

/** What could not be explored weighs most; a verdict that is not the one stated more than one that is missing. */
export function exitCodeOf(decided: readonly Decided[]): ExitCode {
  if (decided.some(({ error }) => error !== undefined)) return Exit.wrong;
  const standings = new Set(decided.map(standing));
  if (standings.has('not as stated')) return Exit.notAsStated;
  return standings.has('not finished') ? Exit.notFinished : Exit.asStated;
}

/** The document of `--json`. A run that ends in a deadlock is told in words. */
export function documentOf(
  decided: readonly Decided[],
  runOf: (claim: Decided) => string | undefined,
): string {
  const claims = decided.map((one) => {
    const { trace, kind: _kind, ...claim } = one;
    return { ...claim, ...(trace?.end && { run: runOf(one) }) };
  });
  return JSON.stringify({ claims }, null, 2);
}
