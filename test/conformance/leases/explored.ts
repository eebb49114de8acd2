/** The pairs of chapter 18's acceptors and replicas, what tells a mutant among them, and what an acceptor comes to in a restart. */
import { initialTransition } from 'xstate';
import { explore, type Pair } from '#model/index.js';
import type { AcceptorContext } from '#spec/18-a-stable-leader/acceptor.js';
import { withLeasesApart } from '#spec/18-a-stable-leader/leases.js';
import { freesItsGrant, leadsAgain, releasing } from '#spec/18-a-stable-leader/release.js';
import type { LeaseSize } from '#spec/18-a-stable-leader/size.js';
import { oneAcceptor } from '#spec/18-a-stable-leader/sizes.js';
import type { Make } from '#test/leases/cluster.js';
import { type Comparer, comparer, type Kind } from '../compare.js';
import { firstDifference } from '../compare-all.js';
import { acceptorMapping, type Event, type Granting, grantingOf, statesOf } from './acceptor.js';
import { holderMapping, whyLeft } from './holder.js';

export interface Explored {
  readonly name: string;
  readonly size: LeaseSize;
  readonly pairs: readonly Pair[];
  /** How many pairs of replicas are left out, by the reason. */
  readonly left: Readonly<Record<string, number>>;
}

/** Acceptors are compared where they note which request they have granted: where leases can be given up. */
const instances = [
  ['leases that are given up', leadsAgain, releasing(), ['acceptor', 'replica']],
  ['one acceptor, a longer lease', oneAcceptor, {}, ['replica']],
] as const;

/** @throws Error where an instance is not explored to its end. */
export async function exploreLeases(): Promise<readonly Explored[]> {
  const found: Explored[] = [];
  for (const [name, size, parts, roles] of instances) {
    const exploration = await explore({ ...withLeasesApart(name, size, parts), history: {} }, []);
    if (!exploration.complete) throw new Error(`${name}: not explored to the end`);
    const left: Record<string, number> = {};
    const pairs = [...exploration.pairs()].flatMap((pair) => {
      if (!roles.some((role) => role === pair.role)) return [];
      if (pair.role === 'acceptor') return [withBallot(pair)];
      const why = whyLeft(pair);
      if (why === undefined) return [withOwn(pair)];
      left[why] = (left[why] ?? 0) + 1;
      return [];
    });
    found.push({ name, size, pairs, left });
  }
  return found;
}

export function comparersOf(size: LeaseSize, make: Make): Readonly<Record<string, Comparer>> {
  return {
    acceptor: comparer(acceptorMapping(size, make)),
    replica: (pair) => comparer(holderMapping(pair.id, size, make))(pair),
  };
}

/** Whether that is in what these replicas first differ, in one of the instances. */
export function isTold(
  { make, told }: { readonly make: Make; readonly told: Kind },
  explored: readonly Explored[],
): boolean {
  return explored.some(({ size, pairs }) => firstDifference(pairs, comparersOf(size, make))?.kind === told);
}

/** What the chapter's acceptor is when it has started again in that state, and what production's is. */
export function restarted(
  { before }: Pair,
  make: Make,
): { readonly spec: Granting; readonly production: Granting } {
  const { lease, promised, votes } = before.context as AcceptorContext;
  const [{ context }] = initialTransition(freesItsGrant, { lease, durable: { promised, votes } });
  const [spec] = statesOf({ value: {}, context });
  return { spec: spec!, production: grantingOf(leadsAgain, make).startedAgain(spec!.acceptor) };
}

/** Whether only the chapter's acceptor waits for the end of what it had granted, when it has started again in that state. */
export function isForgottenBy(make: Make, pair: Pair): boolean {
  const { spec, production } = restarted(pair, make);
  return spec.granted !== null && production.granted === null;
}

/** Whether the chapter's acceptor says something while it does not know to whom it had granted: production's says nothing. */
export function isSilentInProduction({ before, sent }: Pair): boolean {
  const { left, granted } = before.context as AcceptorContext;
  return left > 0 && granted === 0 && sent.some(({ type }) => type === 'promise' || type === 'granted');
}

/** A node of the chapter does not say in which ballot it had asked for what it releases: in the one that is promised to it. */
function withBallot(pair: Pair): Pair {
  const { before } = pair;
  const event = pair.event as Event;
  if (event.type !== 'release') return pair;
  const { from } = event;
  const { promised } = before.context as AcceptorContext;
  const ballot = promised?.proposer === from ? promised : { round: 1, proposer: from };
  return { ...pair, event: { ...event, ballot } as Pair['event'] };
}

function withOwn(pair: Pair): Pair {
  return { ...pair, event: { ...pair.event, own: pair.before.context } as Pair['event'] };
}
