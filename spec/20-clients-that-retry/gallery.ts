/** The gallery: every known mistake in dealing with retries and with reads, and what falls by it. */
import { type Claim, fails, holds, instance, type KnownMistake, type Mistake, nameOf } from '../chapter.js';
import {
  answersWithTheLast,
  ignoresWhatComesLate,
  ordersAgain,
  recognisesOnlyTheLast,
  takesAcknowledgedRequests,
  takesEveryRequest,
  welcomesTheEvicted,
  withoutAnswers,
  withoutSessions,
  withoutTheLastNumber,
} from './ablations.js';
import {
  answersAreRight,
  appliedAtMostOnce,
  aRefusalIsTheLastWord,
  everyOrderCanBeServed,
  nobodyIsRefused,
  usersSeeOneShop,
} from './claims.js';
import { readGallery } from './read-gallery.js';
import { clientsThatRetry, type Parts, type ShopState, type Size } from './system.js';

interface Row extends KnownMistake {
  readonly size: Size;
  readonly parts: Partial<Parts>;
  readonly claims: readonly Claim<ShopState>[];
}

const oneOrder: Size = { orders: { c1: ['olives'] }, window: 2, remembersWhatWasSeen: true };
const twoOrders: Size = { ...oneOrder, orders: { c1: ['olives', 'bread'] } };
const twoClients: Size = { ...oneOrder, orders: { c1: ['olives'], c2: ['wine'] } };

const rows: readonly Row[] = [
  {
    id: 'T10',
    mistake: 'a service that does not recognise a retry',
    rule: 'a request that was answered is answered from the table',
    consequence: 'Every retry is an order.',
    size: oneOrder,
    parts: { service: takesEveryRequest },
    claims: [fails(appliedAtMostOnce), fails(usersSeeOneShop)],
  },
  {
    id: 'T10',
    mistake: 'a service that takes a request for new because its answer was dropped',
    rule: 'what was acknowledged is old, whether or not its answer is remembered',
    consequence: 'A copy that comes very late is an order.',
    size: twoOrders,
    parts: { service: takesAcknowledgedRequests },
    claims: [fails(appliedAtMostOnce)],
  },
  {
    id: 'T15',
    mistake: 'a service that answers what is not above the highest number with its last answer',
    rule: 'an answer is kept for each request in the window',
    consequence:
      'A request that was overtaken is never taken, and its client is told of a place that is another’s.',
    size: twoOrders,
    parts: { service: answersWithTheLast },
    claims: [fails(answersAreRight), fails(usersSeeOneShop)],
  },
  {
    id: 'T15',
    mistake: 'a service that recognises only the highest number',
    rule: 'an answer is kept for each request in the window',
    consequence: 'A retry of another request is an order.',
    size: twoOrders,
    parts: { service: recognisesOnlyTheLast },
    claims: [fails(appliedAtMostOnce), fails(usersSeeOneShop)],
  },
  {
    id: 'T15',
    mistake: 'a service that takes what is below the highest number for old',
    rule: 'a request is old when it was acknowledged, not when it was overtaken',
    consequence: 'A request that was overtaken is lost, however often it is sent.',
    size: twoOrders,
    parts: { service: ignoresWhatComesLate },
    claims: [holds(appliedAtMostOnce), fails(everyOrderCanBeServed)],
  },
  {
    id: 'T18',
    mistake: 'a service that takes an evicted session for a new one',
    rule: 'a request of an unknown session is refused',
    consequence: 'What was taken before the session was evicted is taken again.',
    size: { ...oneOrder, evictions: 1 },
    parts: { service: welcomesTheEvicted },
    claims: [fails(appliedAtMostOnce), fails(usersSeeOneShop)],
  },
  {
    id: 'D10',
    mistake: 'a snapshot without the answers',
    rule: 'a snapshot holds the answers that a client may still ask for',
    consequence: 'A replica that begins with the snapshot takes a retry for new.',
    size: oneOrder,
    parts: { snapshot: withoutAnswers },
    claims: [fails(appliedAtMostOnce), fails(usersSeeOneShop)],
  },
  {
    id: 'D10',
    mistake: 'a snapshot without sessions and answers',
    rule: 'a snapshot holds the open sessions',
    consequence: 'A replica that begins with the snapshot refuses everybody, though nobody was evicted.',
    size: oneOrder,
    parts: { snapshot: withoutSessions },
    claims: [fails(nobodyIsRefused)],
  },
  {
    id: 'D10',
    mistake: 'a snapshot without the number of the last session',
    rule: 'no two sessions ever have the same number',
    consequence:
      'Two clients have one session, and each is given the answers of the other. One that was evicted is known again.',
    size: { ...twoClients, evictions: 1 },
    parts: { snapshot: withoutTheLastNumber },
    claims: [fails(answersAreRight), fails(aRefusalIsTheLastWord), fails(usersSeeOneShop)],
  },
  {
    id: 'N3',
    mistake: 'a client that orders again what was refused',
    rule: 'a refusal does not say that the order was not taken',
    consequence: 'An order that was taken before its session was evicted is taken again, in another.',
    size: { ...oneOrder, evictions: 1 },
    parts: { client: ordersAgain },
    claims: [fails(appliedAtMostOnce), fails(usersSeeOneShop)],
  },
];

/** The known mistakes, each with an instance of its own. */
export const gallery: readonly Mistake[] = [
  ...rows.map(({ size, parts, claims, ...row }) => ({
    ...row,
    where: inWords(size),
    instance: instance(nameOf(row), clientsThatRetry(row.mistake, size, parts), claims),
  })),
  ...readGallery,
];

/** `2 clients, orders 1 + 1`, and whether a session may be evicted. */
function inWords({ orders, evictions }: Size): string {
  const counts = Object.values(orders).map(({ length }) => length);
  const clients = counts.length === 1 ? '1 client' : `${counts.length} clients`;
  const each =
    counts.length > 1 ? `orders ${counts.join(' + ')}` : counts[0] === 1 ? '1 order' : `${counts[0]} orders`;
  return [clients, each, ...(evictions ? ['1 eviction'] : [])].join(', ');
}
