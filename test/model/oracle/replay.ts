/** A trace's steps taken again by the naive explorer. */
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { Trace, TraceStep } from '#model/index.js';
import { type Claim, isTrue } from './formula.js';
import type { Naive } from './naive.js';
import type { World } from './world.js';

/** Takes the steps of a trace, and expects each to say what happens. Returns the states passed. */
export function replay(naive: Naive, { initial, steps }: Trace): readonly World[] {
  const locals = new Map(Object.entries(initial).map(([id, local]) => [id, atOf(local)]));
  const agrees = (world: World): void => {
    expect(naive.members.map(({ id }) => locals.get(id))).toEqual(world.at);
    expect(naive.plan.history.map((_, index) => locals.get(`h${index}`))).toEqual(world.history);
  };
  const tell = ({ participant, before, after, within }: TraceStep): void => {
    expect(atOf(before)).toBe(locals.get(participant));
    locals.set(participant, atOf(after));
    within.forEach(tell);
  };
  const worlds = [naive.initial()];
  agrees(worlds[0]!);
  for (const step of steps) {
    const isIt = (event: object): boolean => isDeepStrictEqual(event, { ...step.event });
    const move = naive
      .moves(worlds.at(-1)!)
      .find(({ who, event }) => who === step.participant && isIt(event));
    expect(move, `${step.participant} can take ${JSON.stringify(step.event)}`).toBeDefined();
    tell(step);
    agrees(move!.next);
    worlds.push(move!.next);
  }
  return worlds;
}

/** Expects a run to end where the claim it was found for is decided. */
export function endsWhereItMust(
  { kind, formula, after }: Claim,
  naive: Naive,
  worlds: readonly World[],
): void {
  const last = naive.glance(worlds.at(-1)!);
  if (kind === 'step') {
    expect(isTrue(formula, naive.glance(worlds.at(-2)!))).toBe(true);
    expect(isTrue(after, last)).toBe(false);
  } else {
    expect(isTrue(formula, last)).toBe(kind === 'sometimes');
  }
}

/** The number in a participant's or a history variable's local state. */
export function atOf({ context }: { readonly context: unknown }): number {
  return typeof context === 'number' ? context : (context as { readonly at: number }).at;
}
