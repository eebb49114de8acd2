/** The pairs of chapter 18's acceptor, and what each of its states comes to in a restart. */
import { initialTransition } from 'xstate';
import { explore, type Pair } from '#model/index.js';
import type { AcceptorContext } from '#spec/18-a-stable-leader/acceptor.js';
import { withLeasesApart } from '#spec/18-a-stable-leader/leases.js';
import { freesItsGrant, leadsAgain, releasing } from '#spec/18-a-stable-leader/release.js';
import type { Make } from '#test/leases/cluster.js';
import { comparer } from '../compare.js';
import { acceptorMapping, type Event, type Granting, grantingOf, statesOf } from './acceptor.js';

/** @throws Error where the instance is not explored to its end. */
export async function exploreLeases(): Promise<readonly Pair[]> {
  const system = withLeasesApart('leases that are given up', leadsAgain, releasing());
  const exploration = await explore({ ...system, history: {} }, []);
  if (!exploration.complete) throw new Error(`${system.name}: not explored to the end`);
  return [...exploration.pairs()].filter(({ role }) => role === 'acceptor').map(withBallot);
}

export const comparersOf = (make: Make) => ({ acceptor: comparer(acceptorMapping(leadsAgain, make)) });

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
