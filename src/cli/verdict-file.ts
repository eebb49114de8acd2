/** Verdicts and sizes as a file that is kept beside the systems, so that a change of a state space is seen in review. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../terminal/exit.js';
import { byInstance } from './formats/claim-text.js';
import { type Decided, standing } from './outcome.js';

/** What is kept of one instance: all that does not depend on the machine that explored it. */
export interface Pinned {
  readonly chapter: string;
  readonly instance: string;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** Only one state of each class was counted. */
  readonly symmetry?: true;
  readonly claims: readonly PinnedClaim[];
}

export interface PinnedClaim {
  readonly claim: string;
  readonly verdict: string;
  /** States in the counterexample or the witness; null where there is none. */
  readonly trace: number | null;
}

/** What was found, to be kept or compared. An instance with a claim that is not finished has no size yet, and is left out. */
export function pinnedOf(decided: readonly Decided[], symmetry = false): readonly Pinned[] {
  return byInstance(decided)
    .filter((claims) => claims.every((claim) => standing(claim) !== 'not finished'))
    .map((claims) => {
      const { chapter, instance, states, transitions, depth } = claims[0]!;
      return {
        chapter,
        instance,
        states,
        transitions,
        depth,
        ...(symmetry && { symmetry }),
        claims: claims.map(({ claim, verdict, traceLength: trace }) => ({ claim, verdict, trace })),
      };
    });
}

/**
 * Reads the file.
 *
 * @throws UsageError where it is not there, or is something else.
 */
export function readVerdicts(file: string): readonly Pinned[] {
  if (!existsSync(file))
    throw new UsageError(
      `there is no file '${file}'; write it with synod check --write-verdicts ${file}, and keep it with the systems`,
    );
  let found: unknown;
  try {
    found = (JSON.parse(readFileSync(file, 'utf8')) as { verdicts?: unknown } | null)?.verdicts;
  } catch (error) {
    throw new UsageError(`${file} cannot be read as JSON: ${(error as Error).message}; ${REWRITE} ${file}`);
  }
  if (!Array.isArray(found) || !found.every(isPinned))
    throw new UsageError(`${file}: expected a list 'verdicts' of instances with claims; ${REWRITE} ${file}`);
  return found;
}

/** What is kept of the book, beside it. */
export function bookVerdicts(): readonly Pinned[] {
  return readVerdicts(fileURLToPath(new URL('../../../spec/verdicts.json', import.meta.url)));
}

const REWRITE = 'restore it, or write it anew with synod check --write-verdicts';

function isPinned(value: unknown): value is Pinned {
  if (typeof value !== 'object' || value === null) return false;
  const { chapter, instance, states, transitions, depth, claims } = value as Partial<Pinned>;
  return (
    [chapter, instance].every((each) => typeof each === 'string') &&
    [states, transitions, depth].every((each) => typeof each === 'number') &&
    Array.isArray(claims) &&
    claims.every((each: Partial<PinnedClaim> | null) => typeof each?.claim === 'string')
  );
}

/** Writes the file: an instance a line and a claim a line, so that a difference shows what it is of. */
export function writeVerdicts(file: string, verdicts: readonly Pinned[]): void {
  const text = verdicts.map(({ claims, ...head }) => {
    const lines = claims.map((claim) => `      ${onOneLine(claim)}`);
    return `    ${onOneLine(head).slice(0, -2)}, "claims": [\n${lines.join(',\n')}\n    ] }`;
  });
  writeFileSync(`${file}.part`, `{\n  "verdicts": [\n${text.join(',\n')}\n  ]\n}\n`);
  renameSync(`${file}.part`, file);
}

function onOneLine(record: object): string {
  const parts = Object.entries(record).map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  return `{ ${parts.join(', ')} }`;
}
