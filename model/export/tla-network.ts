/** What each network does with messages, in TLA+: what is under way, what sending adds, and what receiving leaves. */
import { NETWORKS, type Network } from '../system/network.js';

/** A network's part of a module. */
export interface NetworkText {
  /** How the variable `network` is to be read, in a few words. */
  readonly meaning: string;
  /** Definitions of `UnderWay`, `Send(under, message)` and `Without(message)`. */
  readonly definitions: string;
}

const GROWING = `UnderWay == network
Send(under, message) == under \\union {message}
Without(message) == network`;

const SET = `UnderWay == network
Send(under, message) == under \\union {message}
Without(message) == network \\ {message}`;

const BY_TYPE =
  'SameKind(one, other) == one.type = other.type /\\ one.from = other.from /\\ one.to = other.to';

const LATEST = `UnderWay == network
Send(under, message) == {one \\in under : ~SameKind(one, message)} \\union {message}
Without(message) == network \\ {message}`;

const BAG = `UnderWay == DOMAIN network
Send(under, message) ==
  IF message \\in DOMAIN under THEN [under EXCEPT ![message] = @ + 1] ELSE under @@ (message :> 1)
Without(message) ==
  IF network[message] = 1
  THEN [one \\in (DOMAIN network) \\ {message} |-> network[one]]
  ELSE [network EXCEPT ![message] = @ - 1]`;

const QUEUES = `Channel(message) == <<message.from, message.to>>
UnderWay == {Head(network[channel]) : channel \\in DOMAIN network}
Send(under, message) ==
  IF Channel(message) \\in DOMAIN under
  THEN [under EXCEPT ![Channel(message)] = Append(@, message)]
  ELSE under @@ (Channel(message) :> <<message>>)
Without(message) ==
  IF Len(network[Channel(message)]) = 1
  THEN [channel \\in (DOMAIN network) \\ {Channel(message)} |-> network[channel]]
  ELSE [network EXCEPT ![Channel(message)] = Tail(@)]`;

/**
 * What a network does, as the module's definitions and a comment say it.
 *
 * @param kinds the names of messages that take each other's place, where that does not follow from type, sender and receiver
 */
export function networkText(network: Network, kinds?: readonly (readonly string[])[]): NetworkText {
  const { stores, consumes, replaces, loses, hasRounds } = NETWORKS[network];
  if (stores === 'bag')
    return { meaning: 'a bag: how many copies of each message are under way', definitions: BAG };
  if (stores === 'queues') return { meaning: 'a queue for each sender and receiver', definitions: QUEUES };
  if (!consumes)
    return {
      meaning: 'a set: all that was ever sent; it may be received never, once or often',
      definitions: GROWING,
    };
  const meaning = [
    replaces
      ? `a set with the last message of each ${kinds === undefined ? 'type, sender and receiver' : 'kind'}`
      : 'a set',
    ...(hasRounds ? ['emptied when the next round begins'] : []),
    ...(loses ? ['what is received is taken out, and what is under way may be lost'] : []),
  ];
  return {
    meaning: meaning.join('; '),
    definitions: replaces ? `${kinds === undefined ? BY_TYPE : byKind(kinds)}\n${LATEST}` : SET,
  };
}

function byKind(kinds: readonly (readonly string[])[]): string {
  const sets = kinds.map((names) => `{${names.join(', ')}}`);
  return `Kinds == {${sets.join(', ')}}
SameKind(one, other) == one = other \\/ \\E kind \\in Kinds : one \\in kind /\\ other \\in kind`;
}
