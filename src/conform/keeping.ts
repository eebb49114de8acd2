/** What becomes durable on a node, as steps of its parts. */
import { match } from 'ts-pattern';
import { isSameBallot } from '#spec/14-the-synod/ballot.js';
import type { TracedRecord } from '../trace/event.js';
import { assertInReach, propose } from './governing.js';
import { count, type Parts } from './parts.js';
import { showVote } from './show.js';
import { ballotOf, voteOf, wordOf } from './words.js';

export type Batch = readonly TracedRecord<unknown>[];

/** A write is done. */
export function keepWrite(parts: Parts, batches: readonly Batch[]): void {
  const { acceptor, leader, learners, log } = parts;
  acceptor.beginWrite();
  leader.beginWrite();
  log.beginWrite();
  for (const batch of batches) keepBatch(parts, batch);
  acceptor.endWrite();
  leader.forget(log.decided);
  learners.forget(log.decided);
}

/** A batch is on the disk, whole. */
export function keepBatch(parts: Parts, batch: Batch): void {
  for (const record of batch) keep(parts, record);
  parts.acceptor.endBatch();
}

/** A node's own proposals and promises reach it without a message: they are seen when they are durable. */
function keep(parts: Parts, record: TracedRecord<unknown>): void {
  const { id, members, leader, acceptor, log } = parts;
  match(record)
    .with({ type: 'round' }, ({ round }) => leader.begin(round, log.decided, members.at(log.decided + 1)))
    .with({ type: 'promised' }, (given) => {
      const ballot = ballotOf(given.ballot);
      const isOwn = isSameBallot(ballot, leader.ballot);
      const told = acceptor.promise(ballot, isOwn ? leader.first : undefined);
      if (isOwn) leader.hearPromise(id, ballot, leader.voters!.id, told);
    })
    .with({ type: 'vote' }, (given) => {
      const vote = voteOf(given);
      const isOwn = vote.ballot.proposer === id;
      if (isOwn) propose(parts, given);
      acceptor.vote(vote, isOwn);
      assertInReach(parts, vote.slot, `a vote ${showVote(vote)}`);
      if (isOwn) count(parts, id, given);
    })
    .with({ type: 'decided' }, ({ slot, value }) => {
      log.keep({ slot, value: wordOf(value) });
      acceptor.forget(log.decided);
    })
    .with({ type: 'snapshot' }, ({ snapshot: { through, state, configurations }, base }) => {
      log.keepSnapshot({ through, state }, base);
      members.assertTold(configurations, through);
      acceptor.forget(log.decided);
    })
    .exhaustive();
}
