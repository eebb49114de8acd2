/** Runs of a cluster of replicas, each chosen by a row of numbers. */
import fc from 'fast-check';
import { ReplicaCluster } from './replica-cluster.js';
import type { Make, Mutant } from './replica-mutants.js';
import type { Happening } from './replica-witness.js';
import { kindOf } from './violation.js';

/** The numbers that choose what happens in one run. */
export const choices = (length: number) =>
  fc.noBias(fc.array(fc.nat(100_000), { minLength: length / 2, maxLength: length, size: 'max' }));

/** @param seen is told of whatever rare thing happens. */
export function runs(
  make?: Make,
  seen: (happening: Happening) => void = () => {},
  length = 800,
  hasChanges = false,
) {
  return fc.property(choices(length), (row) => {
    const cluster = new ReplicaCluster(make, hasChanges);
    try {
      for (const choice of row) cluster.turn(choice);
    } catch (error) {
      throw new Error(`${error}\n\n${cluster.transcript()}`, { cause: error });
    } finally {
      for (const happening of cluster.witness.seen) seen(happening);
    }
  });
}

/** The kind of what first goes wrong in runs of a mutant; undefined where nothing does. */
export function firstFall({ make, hasChanges }: Pick<Mutant, 'make' | 'hasChanges'>): string | undefined {
  const drawn = runs(make, undefined, 800, hasChanges);
  return kindOf(fc.check(drawn, { numRuns: 400, seed: 6, endOnFailure: true }).errorInstance);
}
