/** Whether the checker finds of a plan what the naive explorer finds: states, steps, verdicts, shortest traces. */
import { expect } from 'vitest';
import { always, deadlockFree, type Exploration, explore, traceLength } from '#model/index.js';
import { GoesRound } from './draft.js';
import type { Claim } from './formula.js';
import type { Plan } from './plan.js';
import { atOf, endsWhereItMust, replay } from './replay.js';
import { propertyOf, type Seen, systemOf, writeOut, writeOutWorld } from './subject.js';
import { isDead, type Place, type Survey, shortest, survey } from './survey.js';

const TOO_MANY = 'more than 1000 instant messages within one step';

/** Counts, states, deadlocks and local steps. Returns what is known of the plan, if it can be explored to the end. */
export async function sameStates(plan: Plan, statesMax: number): Promise<Survey | undefined> {
  const known = surveyOf(plan, statesMax);
  if (known === undefined) {
    await expect(explore(systemOf(plan), [])).rejects.toThrow(TOO_MANY);
    return undefined;
  }
  if (known.capped) {
    await stopsAtItsBudget(plan, statesMax);
    return undefined;
  }
  const states = new Set<string>();
  const ends = new Set<string>();
  const note = (into: Set<string>) => (state: Seen) => into.add(writeOut(plan, state)) === into;
  const found = await explore(
    systemOf(plan),
    [always('', note(states) as never), deadlockFree('', note(ends) as never)],
    { maxStates: known.places.size },
  );
  const { transitions, selfLoops, depth, beyondBounds } = known;
  expect('stopped' in found).toBe(false);
  expect(found).toMatchObject({
    complete: true,
    states: known.places.size,
    transitions,
    selfLoops,
    depth,
    beyondBounds,
  });
  const written = (places: Place[]): string[] => [
    ...new Set(places.map(({ world }) => writeOutWorld(world))),
  ];
  const places = [...known.places.values()];
  expect([...states].sort()).toEqual(written(places).sort());
  expect([...ends].sort()).toEqual(written(places.filter(isDead)).sort());
  expect(triedIn(found)).toEqual([...known.naive.tried].sort());
  return known;
}

/** Verdicts, the lengths of traces, and every step of them. Returns the verdicts met. */
export async function sameVerdicts(plan: Plan, known: Survey, claims: readonly Claim[]): Promise<string[]> {
  const { results } = await explore(
    systemOf(plan),
    claims.map((claim) => propertyOf(plan, claim) as never),
  );
  return claims.map((claim, index) => {
    const { verdict, trace } = results[index]!;
    const length = shortest(known, claim);
    const holds = (length === undefined) !== (claim.kind === 'sometimes');
    expect({ verdict, length: trace && traceLength(trace) }).toEqual({
      verdict: holds ? 'holds' : 'fails',
      length,
    });
    if (trace) endsWhereItMust(claim, known.naive, replay(known.naive, trace));
    return `${claim.kind} ${verdict}`;
  });
}

/** Undefined where instant messages answer each other without end. */
function surveyOf(plan: Plan, statesMax: number): Survey | undefined {
  try {
    return survey(plan, statesMax);
  } catch (error) {
    if (error instanceof GoesRound) return undefined;
    throw error;
  }
}

/** The checker looks some steps ahead, so it may meet messages that go round where the naive explorer did not yet. */
async function stopsAtItsBudget(plan: Plan, maxStates: number): Promise<void> {
  try {
    const found = await explore(systemOf(plan), [], { maxStates });
    expect(found).toMatchObject({ complete: false, stopped: 'states', states: maxStates });
  } catch (error) {
    if (!String(error).includes(TOO_MANY)) throw error;
  }
}

/** The pairs that an exploration tried, as the naive explorer writes them. */
function triedIn({ pairs }: Exploration): string[] {
  const tried = new Set<string>();
  for (const { id, before, event, after, sent } of pairs()) {
    const { type, data, from, round } = event as {
      type: string;
      data: number;
      from?: string;
      round?: number;
    };
    const outcome = [after && atOf(after), after && sent];
    tried.add(JSON.stringify([id, atOf(before), type, round ?? data, from, ...outcome]));
  }
  return [...tried].sort();
}
