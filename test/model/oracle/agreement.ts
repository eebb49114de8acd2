/** On systems that fast-check makes up, the checker and an explorer that is too plain to be wrong find the same. */
import fc from 'fast-check';
import { sameStates, sameVerdicts } from './agree.js';
import { claims } from './claims.js';
import { plans, type Shape } from './plans.js';
import type { Survey } from './survey.js';

/** The most that was met in one of the systems that were explored to the end, so that nothing is shown of nothing. */
export interface Met {
  states: number;
  /** Local states of one participant. */
  localStates: number;
  /** Different messages that were under way at some time. */
  messages: number;
  /** Inputs of one participant. */
  inputs: number;
  readonly verdicts: Set<string>;
}

/**
 * Makes systems of that shape, and compares states, steps and verdicts. A failure prints the seed and the path that make the same
 * system again.
 */
export async function agree(
  shape: Shape,
  { numRuns, statesMax }: { numRuns: number; statesMax: number },
): Promise<Met> {
  const met: Met = { states: 0, localStates: 0, messages: 0, inputs: 0, verdicts: new Set() };
  await fc.assert(
    fc.asyncProperty(plans(shape), claims, fc.nat(3), async (plan, some, one) => {
      const known = await sameStates(plan, statesMax);
      if (known === undefined) return;
      const together = await sameVerdicts(plan, known, some);
      const alone = await sameVerdicts(plan, known, [some[one]!]);
      for (const verdict of [...together, ...alone]) met.verdicts.add(verdict);
      note(met, known);
    }),
    { numRuns },
  );
  return met;
}

function note(met: Met, { naive, places }: Survey): void {
  const worlds = [...places.values()].map(({ world }) => world);
  const locals = naive.members.map((_, member) => new Set(worlds.map(({ at }) => at[member])).size);
  const messages = new Set(worlds.flatMap(({ mail }) => mail.map((one) => JSON.stringify(one))));
  met.states = Math.max(met.states, worlds.length);
  met.localStates = Math.max(met.localStates, ...locals);
  met.messages = Math.max(met.messages, messages.size);
  met.inputs = Math.max(met.inputs, ...naive.members.map(({ plan }) => plan.inputs));
}
