/**
 * The networks: a table of what each stores, consumes, loses and replaces, and what follows from it for the messages under way, as a
 * list of their numbers in the order in which they were sent.
 */

/** What a network does with messages. */
export interface NetworkRules {
  /** How it stores what is under way: each message once, each copy, or for each pair of sender and receiver a queue. */
  readonly stores: 'set' | 'bag' | 'queues';
  /** Whether a message that is received is no longer under way. Where it stays, one message serves all its receivers. */
  readonly consumes: boolean;
  /** Whether it may lose what is under way, by a step of its own. */
  readonly loses: boolean;
  /** Whether a message takes the place of the last one of its kind. */
  readonly replaces: boolean;
  /** Whether there are rounds; what is under way at the end of one is lost. */
  readonly hasRounds: boolean;
}

const SET: NetworkRules = { stores: 'set', consumes: true, loses: false, replaces: false, hasRounds: false };

/** What each network does. A loss takes out one message, a crash takes out none, and a partition only holds messages back. */
export const NETWORKS = {
  lossy: { ...SET, consumes: false },
  'lossy-set': { ...SET, loses: true },
  latest: { ...SET, replaces: true },
  'lossy-latest': { ...SET, replaces: true, loses: true },
  rounds: { ...SET, hasRounds: true },
  unordered: { ...SET, stores: 'bag' },
  ordered: { ...SET, stores: 'queues' },
} as const satisfies Record<string, NetworkRules>;

/**
 * How messages travel.
 *
 * - `lossy`: what was sent is in a set that only grows, and may be received never, once or often, in any order: loss,
 *   duplication and reordering in one.
 * - `lossy-set`: a set; what is received is taken out, what is under way may be lost at any moment, and sending what is under way
 *   already changes nothing.
 * - `latest`: of each type, sender and receiver (and of what the system's `latestBy` names) only the last message sent is under way; what
 *   is received is taken out.
 * - `lossy-latest`: the same, and what is under way may be lost at any moment.
 * - `rounds`: a set; what is received is taken out, and what was not received when the round ends is lost. A clock tells
 *   everybody at once that the next round begins.
 * - `unordered`: a multiset; each copy sent is received at most once, in any order.
 * - `ordered`: first in, first out, for each pair of sender and receiver.
 */
export type Network = keyof typeof NETWORKS;

/** What everybody is told, within one step, when a round begins over the network `rounds`; rounds are numbered from 1. */
export interface Round {
  readonly type: 'round';
  readonly round: number;
}

/** Receptions within one step, by instant messages, after which they are taken to go round for ever. */
export const INSTANTS_MAX = 1000;

/** What a network has to know of messages, by their numbers. */
interface Mail {
  readonly envelopes: readonly { readonly channel: number; readonly kind: number }[];
}

/** Whether a message that is under way can be received before the others. */
export function canDeliver(
  { stores }: NetworkRules,
  underWay: readonly number[],
  message: number,
  { envelopes }: Mail,
): boolean {
  if (stores !== 'queues') return true;
  const { channel } = envelopes[message]!;
  return underWay.find((other) => envelopes[other]!.channel === channel) === message;
}

/** What is under way after a reception. */
export function received(
  { consumes }: NetworkRules,
  underWay: readonly number[],
  message: number,
): readonly number[] {
  return consumes ? lost(underWay, message) : underWay;
}

/** What is under way without one copy of a message. */
export function lost(underWay: readonly number[], message: number): readonly number[] {
  const at = underWay.indexOf(message);
  return underWay.filter((_, index) => index !== at);
}

/** What is under way after messages were sent together. */
export function sent(
  { stores, replaces }: NetworkRules,
  underWay: readonly number[],
  messages: readonly number[],
  { envelopes }: Mail,
): readonly number[] {
  if (stores !== 'set') return [...underWay, ...messages];
  return messages.reduce((before, message) => {
    const kept = replaces
      ? before.filter((old) => envelopes[old]!.kind !== envelopes[message]!.kind)
      : before;
    return [...new Set([...kept, message])];
  }, underWay);
}

/** What is under way in an order that is the same for equal states: of different channels the order of sending does not count. */
export function sorted(rules: Stores, underWay: readonly number[], mail: Channels): number[] {
  const rank = rankIn(rules, mail);
  return [...underWay].sort((a, b) => rank(a) - rank(b));
}

/** What messages are sorted by. Of several of one rank, only the first can be delivered, and the others only after it. */
export function rankIn({ stores }: Stores, { envelopes }: Channels): (message: number) => number {
  return stores === 'queues' ? (message) => envelopes[message]!.channel : (message) => message;
}

type Stores = Pick<NetworkRules, 'stores'>;
type Channels = { readonly envelopes: readonly { readonly channel: number }[] };
