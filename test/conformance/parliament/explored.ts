/** The pairs of chapter 16 of which every one is compared, and what tells a mutant among them. */
import { explore, type Pair } from '#model/index.js';
import { parliament } from '#spec/16-the-parliament/parliament.js';
import { oneLeader, retrying } from '#spec/16-the-parliament/retries.js';
import type { Size } from '#spec/16-the-parliament/size.js';
import { threeBallots, twoSlots } from '#spec/16-the-parliament/sizes.js';
import type { Kind } from '../compare.js';
import { firstDifference } from '../compare-all.js';
import type { LogMutant } from './mutants/mutant.js';
import { comparersOf } from './tie.js';

/** What is explored, and what a comparison of all pairs counts. Three ballots are explored in part: what is compared is each local step. */
export const instances = [
  {
    name: 'two slots',
    size: twoSlots,
    make: () => parliament('the Parliament', twoSlots),
    compared: { leader: 558, acceptor: 349, learner: 86, replica: 66 },
    beyondBounds: 98,
    neverMet: {
      'a leader gives up its ballot before it prepares another': 61,
      'only a leader that leads is asked to propose': 46,
      'a leader is told of decisions that are news': 78,
    },
  },
  {
    name: 'one leader that sends again',
    size: oneLeader,
    make: () => retrying('the Parliament with retries'),
    compared: { leader: 52, acceptor: 18, learner: 15, replica: 1 },
    beyondBounds: 9,
    neverMet: {
      'a leader gives up its ballot before it prepares another': 7,
      'only a leader that leads is asked to propose': 5,
    },
  },
] as const;

/** Only a leader with two ballots has an earlier one, and only one with two commands can leave a hole between them. */
export const secondBallot: Size = { ...twoSlots, rounds: threeBallots.rounds };

export interface Explored {
  readonly name: string;
  readonly size: Size;
  readonly pairs: readonly Pair[];
}

/**
 * The instances in their order, and a part of three ballots as the last.
 *
 * @throws Error where an instance is not explored to its end.
 */
export async function exploreAll(): Promise<readonly Explored[]> {
  const explored: Explored[] = [];
  for (const { name, size, make } of instances) {
    const exploration = await explore(make(), []);
    if (!exploration.complete) throw new Error(`${name}: not explored to the end`);
    explored.push({ name, size, pairs: [...exploration.pairs()] });
  }
  // Its local steps are met long before all states are.
  const part = await explore(parliament('three ballots', secondBallot), [], { maxStates: 150_000 });
  return [...explored, { name: 'three ballots', size: secondBallot, pairs: [...part.pairs()] }];
}

/** In what the mutant first differs, in each instance. */
export function differencesOf(
  { breaks, roles }: LogMutant,
  explored: readonly Explored[],
): readonly (Kind | undefined)[] {
  return explored.map(({ size, pairs }) => {
    const ofRole = pairs.filter(({ role }) => role === breaks);
    return firstDifference(ofRole, comparersOf(size, roles))?.kind;
  });
}
