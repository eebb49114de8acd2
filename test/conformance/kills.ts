/** Which tie tells which mutant from the right roles, and by what. */
import fc from 'fast-check';
import type { Pair } from '#model/index.js';
import { flexible, fourAcceptors, sizeInWords } from '#spec/14-the-synod/sizes.js';
import { aRun, type Run } from './at-random.js';
import type { Kind } from './compare.js';
import { firstDifference } from './compare-all.js';
import { aCostume, type Costume, disguise } from './disguise.js';
import type { Explored } from './explored.js';
import type { Mutant } from './mutants/mutant.js';
import { firstNotRefused } from './refusals.js';
import { comparers, instanceOf, type Roles } from './tie.js';

/** The ties, by name. Each stops at its first difference. */
export const ties = ['every transition', 'at random', 'disguised', 'refusals'] as const;

/** By tie, in what the mutant was found to differ; none where the tie cannot tell it. */
export type Kills = Readonly<Record<(typeof ties)[number], readonly Kind[]>>;

/** Finds what tells a mutant. The runs at random are drawn from a seed, so that the same are told again. */
export function detective(
  explored: readonly Explored[],
  { seed, numRuns }: { seed: number; numRuns: number },
) {
  const drawn = {} as Record<keyof Roles, readonly (readonly [Run, Costume])[]>;
  for (const role of ['acceptor', 'proposer', 'learner'] as const)
    drawn[role] = fc.sample(fc.tuple(aRun(role), aCostume(role)), { seed, numRuns });
  const refusing = explored.find(
    ({ words }) => words === sizeInWords({ ...fourAcceptors, quorums: flexible }),
  )!;

  return ({ breaks, roles }: Mutant): Kills => {
    const ofRole = (pairs: readonly Pair[]) => pairs.filter(({ role }) => role === breaks);
    const inRuns = (isDisguised: boolean): Kind | undefined => {
      for (const [{ instance, pairs }, costume] of drawn[breaks]) {
        const variant = { roles, ...(isDisguised && { disguise: disguise(costume) }) };
        const found = firstDifference(pairs, comparers(instance, variant));
        if (found) return found.kind;
      }
      return undefined;
    };
    const kinds = {
      'every transition': explored.map(
        ({ size, pairs }) => firstDifference(ofRole(pairs), comparers(instanceOf(size), { roles }))?.kind,
      ),
      'at random': [inRuns(false)],
      disguised: [inRuns(true)],
      refusals: [firstNotRefused(ofRole(refusing.pairs), instanceOf(refusing.size), roles)?.kind],
    };
    return Object.fromEntries(
      Object.entries(kinds).map(([tie, found]) => [
        tie,
        [...new Set(found.filter((kind) => kind !== undefined))].sort(),
      ]),
    ) as unknown as Kills;
  };
}
