/** What every test of an instance asks. */
import { expect } from 'vitest';
import { explore } from '#model/index.js';
import type { Make } from '#test/model-based/replica-mutants.js';
import { explained } from './book/explained.js';
import { claimsOf } from './claims.js';
import type { Instance } from './instances.js';
import { replicas } from './replica-system.js';
import { witnessesOf } from './witnesses.js';

/** Explores the instance to its end: every claim holds, what has to happen happens, the states are as many as stated, and each step is one of chapter 16. */
export async function keepsEveryClaim({ name, size, states, shows, steps }: Instance): Promise<void> {
  const shown = shows.map((witness) => witnessesOf(size)[witness]);
  const exploration = await explore(replicas(name, size), [...claimsOf(size), ...shown]);
  const verdicts = exploration.results.map(({ property, verdict }) => [property, verdict]);
  const stated = [
    ...claimsOf(size).map((claim) => [claim.name, 'holds']),
    ...shown.map((property) => [property.name, property.kind === 'step' ? 'fails' : 'holds']),
  ];
  expect(verdicts).toEqual(stated);
  expect(exploration.states).toBe(states);
  if (steps !== undefined)
    expect(explained(exploration.pairs(), size)).toEqual({ counts: steps, strange: [] });
}

/** What falls where a replica does what chapter 16 does not. */
export const IS_CHAPTER_16 = 'each step is one of chapter 16, or several, or none';

/** The claims that fall of a mutant in the instance; or, alone, the name of the error that stops a node. */
export async function fallen({ name, size, steps }: Instance, make: Make): Promise<readonly string[]> {
  return explore(replicas(name, size, make), claimsOf(size, make)).then(
    ({ results, pairs }) => [
      ...results.filter(({ verdict }) => verdict === 'fails').map(({ property }) => property),
      ...(steps !== undefined && explained(pairs(), size).strange.length > 0 ? [IS_CHAPTER_16] : []),
    ],
    (error: Error) => {
      if (error.cause instanceof Error) return [error.cause.name];
      throw error;
    },
  );
}
