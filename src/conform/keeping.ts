/** What becomes durable on a node, as steps of its parts. */
import { match } from 'ts-pattern';
import { isSameBallot } from '#spec/14-the-synod/ballot.js';
import type { TracedRecord } from '../trace/event.js';
import { count, type Parts } from './parts.js';
import { ballotOf, voteOf, wordOf } from './words.js';

export type Batch = readonly TracedRecord<unknown>[];

/** A write is done. */
export function keepWrite(parts: Parts, batches: readonly Batch[]): void {
  const { acceptor, leader, learners, log } = parts;
  acceptor.beginWrite();
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
    .with({ type: 'round' }, ({ round }) => leader.begin(round, log.decided))
    .with({ type: 'promised' }, (given) => {
      const ballot = ballotOf(given.ballot, members);
      const isOwn = isSameBallot(ballot, leader.ballot);
      const told = acceptor.promise(ballot, isOwn ? leader.first : undefined);
      if (isOwn) leader.hearPromise(id, ballot, told);
    })
    .with({ type: 'vote' }, (given) => {
      const vote = voteOf(given, members);
      const isOwn = vote.ballot.proposer === id;
      if (isOwn) leader.propose(vote.ballot, vote.slot, vote.value, (at) => log.known(at));
      acceptor.vote(vote, isOwn);
      if (isOwn) count(parts, id, vote);
    })
    .with({ type: 'decided' }, ({ slot, value }) => {
      log.keep({ slot, value: wordOf(value) });
      acceptor.forget(log.decided);
    })
    .with({ type: 'snapshot' }, ({ snapshot: { through, state }, base }) => {
      log.keepSnapshot({ through, state }, base);
      acceptor.forget(log.decided);
    })
    .exhaustive();
}
