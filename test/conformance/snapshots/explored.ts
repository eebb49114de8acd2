/** The pairs of chapter 17 of which every one is compared, and what tells a mutant among them. */
import { explore, type Pair } from '#model/index.js';
import { hasNoSnapshotToSend } from '#spec/17-learning-and-snapshots/ablations/catching-up.js';
import { rows } from '#spec/17-learning-and-snapshots/ablations/parliament.js';
import { catchUp } from '#spec/17-learning-and-snapshots/catch-up.js';
import { oneAhead, oneCompacts } from '#spec/17-learning-and-snapshots/sizes.js';
import { withSnapshots } from '#spec/17-learning-and-snapshots/snapshots.js';
import type { Kind } from '../compare.js';
import { firstDifference } from '../compare-all.js';
import type { SnapshotMutant } from './mutants.js';
import { isForReplica } from './replica.js';
import { comparersOf } from './tie.js';

/** By instance: the pairs that are compared, and how many are left out. */
export interface Explored {
  readonly name: string;
  readonly pairs: readonly Pair[];
  readonly left: number;
}

/** @throws Error where an instance is not explored to its end. */
export async function exploreAll(): Promise<readonly Explored[]> {
  return [
    await exploreToTheEnd(withSnapshots('two slots, n3 compacts', oneCompacts)),
    await exploreToTheEnd(withSnapshots('the same, one slot ahead', oneAhead)),
    await exploreToTheEnd(catchUp('catching up, a log of four')),
  ];
}

/** In what the mutant first differs, in each instance. */
export function differencesOf(
  { breaks, roles }: SnapshotMutant,
  explored: readonly Explored[],
): readonly (Kind | undefined)[] {
  return explored.map(({ pairs }) => {
    const ofRole = pairs.filter(({ role }) => role === breaks);
    return firstDifference(ofRole, comparersOf(roles))?.kind;
  });
}

/** The mistakes of the chapter's own gallery that are made in a machine, and in what production has to differ from each. */
export const mistakes = [
  ...rows.map(({ id, mistake, machines, size = oneCompacts }) => {
    const told: Kind = id === 'L9' ? 'the messages sent' : 'the state after';
    return {
      id,
      mistake,
      told,
      system: withSnapshots(mistake, size, machines),
      roles: Object.keys(machines),
    };
  }),
  {
    id: 'D3',
    mistake: 'a peer that has no snapshot to send',
    told: 'the messages sent' as Kind,
    system: catchUp('D3', hasNoSnapshotToSend),
    roles: ['peer'],
  },
];

/** In what production first differs from roles that make a mistake, as far as that is explored. */
export async function differenceFrom({
  system,
  roles,
}: (typeof mistakes)[number]): Promise<Kind | undefined> {
  const part = await explore(system as Parameters<typeof explore>[0], [], { maxStates: 50_000 });
  const ofRole = [...part.pairs()].filter((pair) => roles.includes(pair.role) && isCompared(pair));
  return firstDifference(ofRole, comparersOf())?.kind;
}

async function exploreToTheEnd(system: Parameters<typeof explore>[0]): Promise<Explored> {
  const exploration = await explore(system, []);
  if (!exploration.complete) throw new Error(`${system.name}: not explored to the end`);
  const all = [...exploration.pairs()];
  const pairs = all.filter(isCompared);
  return { name: system.name, pairs, left: all.length - pairs.length };
}

function isCompared(pair: Pair): boolean {
  return pair.role !== 'replica' || isForReplica(pair);
}
