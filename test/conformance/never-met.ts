/** Pairs of the book that production never meets as they stand, by the reason. They are compared all the same. */
import type { Pair } from '#model/index.js';
import type { ProposerContext } from '#spec/14-the-synod/proposer.js';
import type { LeaderContext } from '#spec/16-the-parliament/leader.js';
import type { FollowerContext } from '#spec/17-learning-and-snapshots/follower.js';
import type { PeerContext } from '#spec/17-learning-and-snapshots/peer.js';
import type { AcceptorContext as GrantingContext } from '#spec/18-a-stable-leader/acceptor.js';
import { leadsAgain } from '#spec/18-a-stable-leader/release.js';

type Reasons = Readonly<Record<string, (pair: Pair) => boolean>>;

const ofTheSynod: Reasons = {
  'no timer runs where nothing was requested': ({ role, before, event }) =>
    role === 'proposer' && event.type === 'timeout' && (before.context as ProposerContext).value === null,
};

const ofTheParliament: Reasons = {
  'a leader gives up its ballot before it prepares another': ({ role, before, event }) =>
    role === 'leader' && event.type === 'timeout' && before.value !== 'following',
  'only a leader that leads is asked to propose': ({ role, before, event }) =>
    role === 'leader' && event.type === 'command' && before.value !== 'leading',
  'a leader is told of decisions that are news': ({ role, before, event }) =>
    role === 'leader' &&
    event.type === 'decided' &&
    (before.context as LeaderContext).decided.includes(slotIn(event)),
};

/** The log of the instance in which a follower catches up. */
const WHOLE = 4;

const ofSnapshots: Reasons = {
  ...ofTheParliament,
  'a log is cut only in the turn in which it has grown': ({ event }) => event.type === 'compact',
  'at least half of a log is left out when it is cut': ({ role, before, event }) => {
    if (role !== 'peer' || event.type === 'compact') return false;
    const { log, base } = before.context as PeerContext;
    return base > 0 && base < log.length / 2;
  },
  'nobody asks for more than anybody knows': ({ role, before, event }) =>
    role === 'peer'
      ? event.type === 'catchUp' && slotIn(event) > (before.context as PeerContext).log.length
      : role === 'follower' && event.type === 'ask' && (before.context as FollowerContext).applied === WHOLE,
};

const ofLeases: Reasons = {
  'a request that was granted is noted with its ballot': ({ role, before }) => {
    if (role !== 'acceptor') return false;
    const { promised, left, granted = 0 } = before.context as GrantingContext;
    return left > 0 && promised !== null && granted > (leadsAgain.asks[promised.proposer] ?? 0);
  },
};

const reasons = {
  'chapter 14': ofTheSynod,
  'chapter 16': ofTheParliament,
  'chapter 17': ofSnapshots,
  'chapter 18': ofLeases,
} as const;

/** How many of the pairs production never meets, by the reason; one that has two is counted under each. */
export function neverMet(of: keyof typeof reasons, pairs: readonly Pair[]): Readonly<Record<string, number>> {
  const counts = Object.entries(reasons[of]).map(([why, isIt]) => [why, pairs.filter(isIt).length]);
  return Object.fromEntries(counts.filter(([, count]) => count !== 0));
}

function slotIn(event: Pair['event']): number {
  return (event as Pair['event'] & { readonly slot: number }).slot;
}
