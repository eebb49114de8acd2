/** What each network does with the messages under way, as lists of their numbers in the order in which they were sent. */

import type { Network } from './system.js';

/** What a network has to know of messages, by their numbers. */
interface Mail {
  readonly envelopes: readonly { readonly channel: number }[];
  readonly isSameKind: (message: number, other: number) => boolean;
}

/** Whether the network may lose what is under way by a step of its own. */
export function canLose(network: Network): boolean {
  return network === 'lossy-set' || network === 'lossy-latest';
}

/** Whether a message takes the place of the last one of its kind. */
export function replaces(network: Network): boolean {
  return network === 'latest' || network === 'lossy-latest';
}

/** Whether a message that is under way can be received before the others. */
export function canDeliver(
  network: Network,
  underWay: readonly number[],
  message: number,
  { envelopes }: Mail,
): boolean {
  if (network !== 'ordered') return true;
  const { channel } = envelopes[message]!;
  return underWay.find((other) => envelopes[other]!.channel === channel) === message;
}

/** What is under way after a reception. */
export function received(network: Network, underWay: readonly number[], message: number): readonly number[] {
  return network === 'lossy' ? underWay : lost(underWay, message);
}

/** What is under way without one copy of a message. */
export function lost(underWay: readonly number[], message: number): readonly number[] {
  const at = underWay.indexOf(message);
  return underWay.filter((_, index) => index !== at);
}

/** What is under way after messages were sent together. */
export function sent(
  network: Network,
  underWay: readonly number[],
  messages: readonly number[],
  mail: Mail,
): readonly number[] {
  if (network === 'unordered' || network === 'ordered') return [...underWay, ...messages];
  return messages.reduce((before, message) => {
    const kept = replaces(network) ? before.filter((old) => !mail.isSameKind(message, old)) : before;
    return [...new Set([...kept, message])];
  }, underWay);
}
