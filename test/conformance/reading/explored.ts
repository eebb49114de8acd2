/** The pairs of chapter 20's replica that answers reads, and what tells a mutant among them. */
import { explore, type Pair } from '#model/index.js';
import { quorumReads, type ReadSize } from '#spec/20-clients-that-retry/quorum-reads.js';
import { fourReplicas, readsTwice, twoOrders, twoRead } from '#spec/20-clients-that-retry/read-sizes.js';
import { quorums } from '#src/paxos/quorum.js';
import { type Comparer, comparer, type Kind } from '../compare.js';
import { firstDifference } from '../compare-all.js';
import { membersOf } from '../parliament/words.js';
import { production, type ReadFunctions, readerMapping, whyLeft } from './mapping.js';

export interface Explored {
  readonly name: string;
  readonly size: ReadSize;
  readonly pairs: readonly Pair[];
  /** How many pairs of the role are left out, by the reason. */
  readonly left: Readonly<Record<string, number>>;
}

const sizes = {
  'reads by two of three replicas': twoRead,
  'two reads by one': readsTwice,
  'two orders and a read': twoOrders,
  'a read of four replicas, two of which decide': fourReplicas,
};

/** @throws Error where an instance is not explored to its end. */
export async function exploreReads(): Promise<readonly Explored[]> {
  const found: Explored[] = [];
  for (const [name, size] of Object.entries(sizes)) {
    const exploration = await explore({ ...quorumReads(name, size), history: {} }, []);
    if (!exploration.complete) throw new Error(`${name}: not explored to the end`);
    const all = [...exploration.pairs()].filter(({ role }) => role === 'replica');
    const left: Record<string, number> = {};
    const pairs = all.filter((pair) => {
      const why = whyLeft(pair);
      if (why !== undefined) left[why] = (left[why] ?? 0) + 1;
      return why === undefined;
    });
    found.push({ name, size, pairs, left });
  }
  return found;
}

/** The comparer of the instance's replicas. */
export function comparersOf(
  { reads, quorums: named }: ReadSize,
  functions: ReadFunctions = production,
): Readonly<Record<string, Comparer>> {
  const members = membersOf(Object.keys(reads));
  const sizes = named && { phase1: named.phase1[0]!.length, phase2: named.phase2[0]!.length };
  const configuration = {
    ...members,
    quorums: quorums({ ...members.quorums, ...sizes }),
  };
  const byId = new Map(
    Object.keys(reads).map((id) => [id, comparer(readerMapping(id, configuration, functions))]),
  );
  return { replica: (pair) => byId.get(pair.id)!(pair) };
}

/** In what the mutant first differs, in each instance. */
export function differencesOf(
  functions: ReadFunctions,
  explored: readonly Explored[],
): readonly (Kind | undefined)[] {
  return explored.map(({ size, pairs }) => firstDifference(pairs, comparersOf(size, functions))?.kind);
}
