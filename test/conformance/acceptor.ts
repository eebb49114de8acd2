/** The acceptor's mapping: its states are the same in spec and production, and all of them is durable. */
import type { AcceptorContext } from '#spec/14-the-synod/acceptor.js';
import type { Acceptor, AcceptorEffect, AcceptorInput, stepAcceptor } from '#src/paxos/acceptor.js';
import type { RoleMapping } from './compare.js';
import { receivedOf, sentOf } from './words.js';

export function acceptorMapping(
  step: typeof stepAcceptor<string>,
): RoleMapping<Acceptor<string>, AcceptorInput<string>, AcceptorEffect<string>, Acceptor<string>> {
  return {
    concretise: ({ context }) => {
      const { promised, vote } = context as AcceptorContext;
      return { promised, vote } as Acceptor<string>;
    },
    abstract: ({ promised, vote }) => ({ value: {}, context: { promised, vote } satisfies AcceptorContext }),
    input: receivedOf,
    message: (effect) => (effect.type === 'send' ? sentOf(effect) : undefined),
    step,
    durable: (acceptor) => acceptor,
  };
}
