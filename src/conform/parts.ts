/** The parts of a node, as the book's. Who proposes also learns in production; in the book that is one role for each slot. */
import type { SlotVote } from '../paxos/log-message.js';
import type { TracedKept } from '../trace/event.js';
import { Acceptor } from './acceptor.js';
import { type KeptByNode, keptOf } from './kept.js';
import { LeaderOfNode } from './leader.js';
import { Learners } from './learner.js';
import { Leases } from './leases.js';
import { LogOfNode } from './log.js';
import type { Members } from './members.js';
import { ballotName, showVote } from './show.js';
import { voteOf } from './words.js';

export interface Parts {
  /** The node in this life, as the book names it. */
  readonly id: string;
  /** The same for all nodes. */
  readonly members: Members;
  readonly leader: LeaderOfNode;
  readonly acceptor: Acceptor;
  readonly log: LogOfNode;
  readonly learners: Learners;
  readonly leases: Leases;
}

/** What they are in after a start. */
export function partsFrom(id: string, members: Members, given: TracedKept<unknown> | null): Parts {
  const { round, promised, votes, log: kept } = keptOf(given);
  const log = new LogOfNode(kept);
  return {
    id,
    members,
    leader: new LeaderOfNode(id, round),
    acceptor: new Acceptor(promised, votes, log.decided),
    log,
    learners: new Learners(),
    leases: new Leases(id, members, log),
  };
}

/** What is on the disk. */
export function keptBy({ leader, acceptor, log }: Parts): KeptByNode {
  const { promised, votes } = acceptor.now;
  return { round: leader.round, promised, votes, log: log.kept };
}

/** The last slot of which the node may know who governs it. */
export function reachOf({ log, members }: Parts): number {
  return members.reach(log.knownThrough);
}

/** Takes a vote into account that this node's leader has asked for. Where it is not known who governs the slot, it counts for nothing. */
export function count(parts: Parts, from: string, vote: SlotVote<unknown>): void {
  const { log, learners, members } = parts;
  const { slot, value } = vote;
  if (slot <= log.decided || slot > reachOf(parts)) return;
  const decided = learners.hear(from, voteOf(vote), members.at(slot));
  if (decided === undefined) return;
  log.hear(decided);
  members.decide(slot, value);
}

/** A part a line. */
export function show({ leader, acceptor, log, learners, members }: Parts): readonly string[] {
  const { promised, votes } = acceptor.now;
  const ballot = promised === null ? 'nothing' : ballotName(promised);
  return [
    `leader    ${leader.show()}`,
    `acceptor  promised ${ballot}, votes [${votes.map(showVote).join(', ')}]`,
    `replica   ${log.show()}`,
    `learners  ${learners.show()}`,
    `members   ${members.show(log.decided + 1)}`,
  ];
}
