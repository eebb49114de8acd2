/** The parts of a node, as the book's. Who proposes also learns in production; in the book that is one role for each slot. */
import { ballotName } from '#spec/14-the-synod/ballot.js';
import { setsOf } from '#spec/14-the-synod/quorum.js';
import type { SlotVote } from '#spec/16-the-parliament/messages.js';
import type { Configuration } from '../paxos/configuration.js';
import type { NodeId } from '../paxos/node-id.js';
import type { TracedKept } from '../trace/event.js';
import { Acceptor } from './acceptor.js';
import { type KeptByNode, keptOf } from './kept.js';
import { LeaderOfNode } from './leader.js';
import { Learners } from './learner.js';
import { Leases } from './leases.js';
import { LogOfNode } from './log.js';
import { showVote } from './show.js';

export interface Parts {
  readonly id: NodeId;
  readonly members: Configuration;
  readonly leader: LeaderOfNode;
  readonly acceptor: Acceptor;
  readonly log: LogOfNode;
  readonly learners: Learners;
  readonly leases: Leases;
}

/** What they are in after a start. */
export function partsFrom(id: NodeId, members: Configuration, given: TracedKept<unknown> | null): Parts {
  const { acceptors, phase1, phase2 } = members.quorums;
  const { round, promised, votes, log: kept } = keptOf(given, members);
  const log = new LogOfNode(kept);
  return {
    id,
    members,
    leader: new LeaderOfNode(id, setsOf(phase1, acceptors), round),
    acceptor: new Acceptor(promised, votes, log.decided),
    log,
    learners: new Learners(setsOf(phase2, acceptors)),
    leases: new Leases(id, members),
  };
}

/** What is on the disk. */
export function keptBy({ leader, acceptor, log }: Parts): KeptByNode {
  const { promised, votes } = acceptor.now;
  return { round: leader.round, promised, votes, log: log.kept };
}

/** Takes a vote into account that this node's leader has asked for. */
export function count({ log, learners }: Parts, from: string, vote: SlotVote): void {
  if (vote.slot <= log.decided) return;
  const decided = learners.hear(from, vote);
  if (decided !== undefined) log.hear(decided);
}

/** A part a line. */
export function show({ leader, acceptor, log, learners }: Parts): readonly string[] {
  const { promised, votes } = acceptor.now;
  const ballot = promised === null ? 'nothing' : ballotName(promised);
  return [
    `leader    ${leader.show()}`,
    `acceptor  promised ${ballot}, votes [${votes.map(showVote).join(', ')}]`,
    `replica   ${log.show()}`,
    `learners  ${learners.show()}`,
  ];
}
