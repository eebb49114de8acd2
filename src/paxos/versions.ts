/**
 * Versions: which kinds of decrees a program knows, and which of them may be proposed.
 *
 * A member that passed over a decree that it does not know would come to another state than the others (N4). So a
 * kind is proposed only after a decree has enabled its version, which is done when every member knows it; and a member that
 * meets what it does not know stops.
 */
import type { Decree } from './decree.js';
import { ProtocolViolation } from './violation.js';

export type DecreeKinds = Readonly<Record<Decree<unknown>['type'], number>>;

/** Which version is enabled after a slot. */
export interface Enabled {
  /** The last slot that was executed, 0 for none. */
  readonly through: number;
  /** The highest version that a decree has enabled; left out while that is the first. */
  readonly enabled?: number;
}

/** The version that has brought each kind. Members of the first know these all. */
export const KINDS: DecreeKinds = {
  noOp: 1,
  batch: 1,
  openSession: 1,
  expireSession: 1,
  configuration: 1,
  enable: 1,
};

/** The highest version of decrees that this program knows. */
export const KNOWN = Math.max(...Object.values(KINDS));

/** The version that has brought what members say to each other, where that was not the first. It is said to those who know it. */
export const WORDS: Readonly<Record<string, number>> = { release: 2, change: 2 };

/** The log has what a later version of this program has brought. */
export class UnknownVersion extends ProtocolViolation {
  override readonly name = 'UnknownVersion';

  constructor(expected: string, got: string) {
    super({
      expected,
      got,
      likelyCause: 'a member that was started with an older program than the others',
      nextStep: 'start this member with the program of the others; its store is as it was',
    });
  }
}

/** The version that is enabled when all know that one: the last that has brought a kind of decree. */
export function enabledBy(version: number, kinds: DecreeKinds = KINDS): number {
  return Math.max(1, ...Object.values(kinds).filter((brought) => brought <= version));
}

/** The highest version whose kinds may be proposed in the slots after these. */
export function enabledIn({ enabled = 1 }: Pick<Enabled, 'enabled'>): number {
  return enabled;
}

/** @throws UnknownVersion where the decree is of no kind that this program knows. */
export function assertKnown({ type }: Decree<unknown>): void {
  if (!Object.hasOwn(KINDS, type))
    throw new UnknownVersion(
      `a decree of a kind that this program knows (${Object.keys(KINDS).join(', ')})`,
      String(type),
    );
}

/** @throws UnknownVersion where a version is enabled that this program does not know. */
export function assertKnows(executed: Enabled, known: number): void {
  const enabled = enabledIn(executed);
  if (enabled > known)
    throw new UnknownVersion(
      `a cluster that uses versions up to ${known} of its decrees, as this program does`,
      `one that has enabled version ${enabled} by slot ${executed.through}`,
    );
}
