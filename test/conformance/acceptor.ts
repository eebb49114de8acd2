/** The acceptor's mapping: its states are the same in spec and production, and all of them is durable. */
import type { AcceptorContext } from '#spec/14-the-synod/acceptor.js';
import { isSameBallot } from '#spec/14-the-synod/ballot.js';
import type { Acceptor, AcceptorEffect, AcceptorInput, stepAcceptor } from '#src/paxos/acceptor.js';
import type { RoleMapping } from './compare.js';
import { receivedOf, sendsOf } from './words.js';

export function acceptorMapping(
  step: typeof stepAcceptor<string>,
): RoleMapping<Acceptor<string>, AcceptorInput<string>, AcceptorEffect<string>, Acceptor<string>> {
  const stateOf = (context: unknown): Acceptor<string> => {
    const { promised, vote } = context as AcceptorContext;
    return { promised, vote } as Acceptor<string>;
  };
  return {
    concretise: ({ context }) => [stateOf(context)],
    abstract: ({ promised, vote }) => ({ value: {}, context: { promised, vote } satisfies AcceptorContext }),
    input: receivedOf,
    follow: (pair) => ({ after: stateOf((pair.after ?? pair.before).context), effects: sendsOf(pair) }),
    deviate: ({ event, sent }, { vote }) => {
      const { message } = receivedOf<AcceptorInput<string>['message']>(event);
      if (message.type !== 'accept' || vote === null || sent.length === 0) return undefined;
      const isSecond = isSameBallot(vote.ballot, message.ballot) && vote.value !== message.value;
      return isSecond ? { throws: 'BallotViolation' } : undefined;
    },
    step,
    durable: (acceptor) => acceptor,
  };
}
