/** What a node may do because of a message that it has received, from another in that life. It need not: messages may be lost. */
import { match } from 'ts-pattern';
import type { BookMessage } from './messages.js';
import { count, type Parts } from './parts.js';
import { ballotOf, voteOf, wordOf } from './words.js';

export function hear(parts: Parts, from: string, message: BookMessage): void {
  const { leader, acceptor, log } = parts;
  match(message)
    .with({ type: 'prepare' }, ({ ballot, from: first, configuration }) =>
      acceptor.hearPrepare({ ballot: ballotOf(ballot), first, configuration }),
    )
    .with({ type: 'accept' }, (vote) => acceptor.hearAccept(voteOf(vote)))
    .with({ type: 'promise' }, ({ ballot, configuration, decided, votes }) =>
      leader.hearPromise(from, ballotOf(ballot), configuration, { decided, votes: votes.map(voteOf) }),
    )
    .with({ type: 'accepted' }, (vote) => count(parts, from, vote))
    .with({ type: 'decided' }, ({ slot, value }) => log.hear({ slot, value: wordOf(value) }))
    .with({ type: 'decrees' }, ({ after, values }) => {
      for (const [index, value] of values.entries())
        log.hear({ slot: after + index + 1, value: wordOf(value) });
    })
    .with({ type: 'snapshot' }, ({ snapshot: { through, state } }) => log.hearSnapshot({ through, state }))
    .exhaustive();
}
