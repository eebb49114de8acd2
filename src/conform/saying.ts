/** What a node may say, by what its parts are in. */
import { match } from 'ts-pattern';
import { assertAsks, assertPromises, propose } from './governing.js';
import type { BookMessage } from './messages.js';
import type { Parts } from './parts.js';
import { NotAllowed } from './refusal.js';
import { showDecree } from './show.js';
import { ballotOf, voteOf, wordOf } from './words.js';

/** @throws NotAllowed where the book's node would not say it. */
export function assertMaySay(parts: Parts, to: string, message: BookMessage): void {
  const { leader, acceptor, members } = parts;
  match(message)
    .with({ type: 'prepare' }, ({ ballot, from: first, configuration }) => {
      leader.assertPrepared(ballotOf(ballot), first);
      assertAsks(parts, first, to, configuration);
    })
    .with({ type: 'accept' }, (accept) => {
      propose(parts, accept);
      assertAsks(parts, accept.slot, to, accept.configuration);
    })
    .with({ type: 'promise' }, (promise) => {
      const { ballot, decided, votes } = promise;
      assertIsFor(to, ballot.proposer);
      assertKnowsThrough(parts, decided);
      const asked = acceptor.assertPromised(ballotOf(ballot), { decided, votes: votes.map(voteOf) });
      assertPromises(parts, promise, asked);
    })
    .with({ type: 'accepted' }, (vote) => {
      assertIsFor(to, vote.ballot.proposer);
      acceptor.assertVoted(voteOf(vote));
    })
    .with({ type: 'decided' }, ({ slot, value }) => assertKnows(parts, slot, wordOf(value)))
    .with({ type: 'decrees' }, ({ after, values, decided }) => {
      for (const [index, value] of values.entries()) assertKnows(parts, after + index + 1, wordOf(value));
      assertKnowsThrough(parts, decided);
    })
    .with({ type: 'snapshot' }, ({ snapshot: { through, configurations } }) => {
      assertKnowsThrough(parts, through);
      members.assertTold(configurations, through);
    })
    .exhaustive();
}

function assertKnows({ log }: Parts, slot: number, value: string): void {
  const known = log.known(slot);
  if (known === value) return;
  throw new NotAllowed({
    rule: 'a decision is told by those who know it: by a quorum of votes in one ballot, or because they were told',
    expected: known === undefined ? `nothing about slot ${slot}` : showDecree({ slot, value: known }),
    got: `decided ${showDecree({ slot, value })}`,
    nearest: known === undefined ? [] : [`decided ${showDecree({ slot, value: known })}`],
  });
}

function assertKnowsThrough({ log }: Parts, decided: number): void {
  const { knownThrough } = log;
  if (decided <= knownThrough) return;
  throw new NotAllowed({
    rule: 'a node tells no more of the log than it knows',
    expected: `decided through ${knownThrough} at most`,
    got: `decided through ${decided}`,
    nearest: [`decided through ${knownThrough}`],
  });
}

/** Production answers the one who asked; the book tells votes to the learner of the slot. */
function assertIsFor(to: string, proposer: string): void {
  if (to === proposer) return;
  throw new NotAllowed({
    rule: 'an acceptor answers the proposer of the ballot',
    expected: `an answer to ${proposer}`,
    got: `one to ${to}`,
    nearest: [`the same to ${proposer}`],
  });
}
