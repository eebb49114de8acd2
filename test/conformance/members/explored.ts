/** The pairs of chapter 24's leaders and learners, and what tells a mutant among them. */
import { explore, type Pair } from '#model/index.js';
import { withMembers, withMembersApart } from '#spec/24-adding-and-removing-nodes/members.js';
import type { MemberSize } from '#spec/24-adding-and-removing-nodes/size.js';
import {
  apart,
  bySnapshot,
  oneReplaced,
  twoChanges,
  windowOfTwo,
} from '#spec/24-adding-and-removing-nodes/sizes.js';
import { isOutdated } from '#src/paxos/leadership.js';
import { decide } from '#src/paxos/log.js';
import { stepLogLeader } from '#src/paxos/log-leader.js';
import { stepLogLearner } from '#src/paxos/log-learner.js';
import { installed, snapshotOf } from '#src/paxos/snapshot.js';
import { type Comparer, comparer, type Kind } from '../compare.js';
import { firstDifference } from '../compare-all.js';
import { learnerMapping } from '../parliament/learner.js';
import { type LeaderFunctions, leaderMapping, whyLeft } from './leader.js';
import { Words } from './words.js';

export interface MemberFunctions extends LeaderFunctions {
  readonly learner: typeof stepLogLearner<string>;
}

/** The functions that a replica calls; a mutant has another one in the place of one of them. */
export const production: MemberFunctions = {
  leader: stepLogLeader,
  learner: stepLogLearner,
  decide,
  installed,
  snapshotOf,
  isOutdated,
};

const instances = [
  ['one member replaced', oneReplaced, withMembers],
  ['a window of two', windowOfTwo, withMembers],
  ['two changes', twoChanges, withMembers],
  ['nobody in common, acceptors apart', apart, withMembersApart],
  ['one leader knows by snapshots', bySnapshot, withMembers],
] as const;

export interface Explored {
  readonly name: string;
  readonly size: MemberSize;
  readonly pairs: readonly Pair[];
  /** How many pairs are left out, by the reason. */
  readonly left: Readonly<Record<string, number>>;
}

/** @throws Error where an instance is not explored to its end. */
export async function exploreMembers(): Promise<readonly Explored[]> {
  const found: Explored[] = [];
  for (const [name, size, make] of instances) {
    const exploration = await explore(make(name, size), []);
    if (!exploration.complete) throw new Error(`${name}: not explored to the end`);
    const words = new Words(size);
    const left: Record<string, number> = {};
    const pairs = [...exploration.pairs()].flatMap((pair) => {
      if (pair.role !== 'leader') return pair.role === 'learner' ? [pair] : [];
      const why = whyLeft(pair, words);
      if (why === undefined) return [withOwn(pair)];
      left[why] = (left[why] ?? 0) + 1;
      return [];
    });
    found.push({ name, size, pairs, left });
  }
  return found;
}

export function comparersOf(
  size: MemberSize,
  functions: MemberFunctions = production,
): Readonly<Record<string, Comparer>> {
  const words = new Words(size);
  return {
    leader: comparer(leaderMapping(words, functions)),
    // In the chapter a vote says for which configuration it is; production knows who governs the slot.
    learner: (pair) => {
      const { configuration } = pair.event as Pair['event'] & { readonly configuration: string };
      const at = Number(pair.id.slice(1));
      return comparer(learnerMapping(at, words.configuration(configuration), functions.learner))(pair);
    },
  };
}

/** Whether that is in what these functions first differ, in one of the instances. */
export function isTold(
  { functions, told }: { readonly functions: MemberFunctions; readonly told: Kind },
  explored: readonly Explored[],
): boolean {
  return explored.some(
    ({ size, pairs }) => firstDifference(pairs, comparersOf(size, functions))?.kind === told,
  );
}

function withOwn(pair: Pair): Pair {
  return { ...pair, event: { ...pair.event, own: pair.before.context } as Pair['event'] };
}
