/** Whether the checker finds with ample sets what it finds without, of a plan and of each claim. */
import { expect } from 'vitest';
import { type Exploration, type ExploreOptions, explore } from '#model/index.js';
import type { Claim } from './formula.js';
import { Naive } from './naive.js';
import type { Plan } from './plan.js';
import { endsWhereItMust, replay } from './replay.js';
import { propertyOf, systemOf } from './subject.js';

export interface Reduced {
  readonly full: Exploration;
  readonly ample: Exploration;
}

/** Both explorations; undefined where the full one does not come to its end. */
export async function explored(
  plan: Plan,
  claims: readonly Claim[],
  maxStates: number,
): Promise<Reduced | undefined> {
  const properties = claims.map((claim) => propertyOf(plan, claim) as never);
  const end = (options: ExploreOptions): Promise<Exploration | string> =>
    explore(systemOf(plan), properties, options).catch((error: Error) => error.message);
  const full = await end({ maxStates });
  if (typeof full === 'object' && full.stopped === 'states') return undefined;
  const ample = await end({ ample: true, maxStates: maxStates * 10 });
  if (typeof full === 'string' || typeof ample === 'string') {
    // Where instant messages go round, both must say so, of whichever they meet first.
    expect([typeof full, typeof ample]).toEqual(['string', 'string']);
    return undefined;
  }
  // A system without end, of which the full search sees soon enough that a claim is decided.
  if (ample.stopped === 'states' && !full.complete) return undefined;
  return { full, ample };
}

/** Verdicts, and of what was decided runs that show it. Returns the verdicts met. */
export function sameVerdicts(plan: Plan, claims: readonly Claim[], { full, ample }: Reduced): string[] {
  const verdicts = ({ results }: Exploration): string[] =>
    results.map(({ kind, verdict }) => `${kind} ${verdict}`);
  expect(verdicts(ample)).toEqual(verdicts(full));
  if (full.complete && ample.complete) {
    expect(ample.states).toBeLessThanOrEqual(full.states);
    expect(ample.transitions).toBeLessThanOrEqual(full.transitions);
  }
  const naive = new Naive(plan);
  for (const [at, claim] of claims.entries()) {
    const { trace } = ample.results[at]!;
    if (trace) endsWhereItMust(claim, naive, replay(naive, trace));
  }
  return verdicts(ample);
}
