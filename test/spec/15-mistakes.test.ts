/** Chapter 15's gallery: which rule of Voting a mistake of the Synod breaks, and that no mistake of chapter 14 is left out. */
import { describe, expect, test } from 'vitest';
import { type AnySystem, explore, type Property, type StateOf } from '#model/index.js';
import { gallery as mistakesOf14 } from '#spec/14-the-synod/gallery.js';
import { twoBallots } from '#spec/14-the-synod/sizes.js';
import { electionOf } from '#spec/15-why-it-is-right/election.js';
import { gallery } from '#spec/15-why-it-is-right/gallery.js';
import { actionBetween } from '#spec/15-why-it-is-right/refinements.js';
import { successor } from '#spec/15-why-it-is-right/successor.js';
import { type Voting, votingMachineOf } from '#spec/15-why-it-is-right/voting.js';

const CONDITIONS = [
  'isNotBelowPromise',
  'hasNotVotedInIt',
  'nobodyElseVotedOtherwiseInIt',
  'aQuorumShowsItIsSafe',
] as const;

describe('the gallery of chapter 15', { timeout: 60_000 }, () => {
  test('has every mistake of chapter 14', () => {
    const numbers = new Set(gallery.map(({ id }) => id));
    expect(mistakesOf14.filter(({ id }) => !numbers.has(id))).toEqual([]);
  });

  test.each([
    ['S2', ['aQuorumShowsItIsSafe']],
    ['S5', ['isNotBelowPromise']],
    ['S8', ['aQuorumShowsItIsSafe']],
    ['S11', ['aQuorumShowsItIsSafe']],
    ['S13', ['nobodyElseVotedOtherwiseInIt']],
  ])('breaks the condition of a vote that it should (%s: %s)', async (id, conditions) => {
    expect(await brokenBy(id)).toEqual(conditions);
  });

  test.each([
    ['S1', 'no action at all: a promise falls'],
    ['S6', 'a vote that is allowed, and leaves the promise behind'],
  ])('breaks none where what happens is no forbidden vote (%s, %s)', async (id) => {
    const [before, after] = await lastImagesOf(id);
    expect(actionBetween(before, after)?.type).toBe(id === 'S1' ? undefined : 'voteFor');
    expect(await brokenBy(id)).toEqual([]);
  });
});

/** The conditions that Voting would have to do without, to allow what happens last in the mistake's trace. */
async function brokenBy(id: string): Promise<readonly string[]> {
  const [before, after] = await lastImagesOf(id);
  const action = actionBetween(before, after);
  const machine = votingMachineOf(electionOf(twoBallots));
  if (action === undefined || successor(machine, before, action) !== undefined) return [];
  return CONDITIONS.filter((condition) => {
    const without = machine.provide({ guards: { [condition]: () => true } });
    return successor(without, before, action) !== undefined;
  });
}

async function lastImagesOf(id: string): Promise<[Voting, Voting]> {
  const { instance } = gallery.find((mistake) => mistake.id === id)!;
  const [claim] = instance.claims;
  const { results } = await explore(instance.system, [claim!.property as Property<StateOf<AnySystem>>]);
  return results[0]!.trace!.images!.slice(-2) as [Voting, Voting];
}
