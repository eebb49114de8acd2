/** A node of chapter 16, with learners of its own, and the one that a shipped replica is the image of. */
import type { LocalState } from '#model/index.js';
import type { LearnerContext } from '#spec/14-the-synod/learner.js';
import { majorities } from '#spec/14-the-synod/quorum.js';
import type { AcceptorContext } from '#spec/16-the-parliament/acceptor.js';
import type { LeaderContext } from '#spec/16-the-parliament/leader.js';
import type { Decree } from '#spec/16-the-parliament/messages.js';
import type { ReplicaContext } from '#spec/16-the-parliament/replica.js';
import type { Ballot } from '#src/paxos/ballot.js';
import type { PromisedBy } from '#src/paxos/leadership.js';
import { decidedThrough } from '#src/paxos/log.js';
import type { SlotVote } from '#src/paxos/log-message.js';
import { knownTo } from '../claims.js';
import { idsOf, type Node, type Size, slotsOf } from '../node.js';
import { wordOf } from '../words.js';

/** What the parts of a node are in. In production every node that proposes learns; in the book a learner for each slot does it for all. */
export interface BookNode {
  readonly id: string;
  readonly leader: { readonly value: string; readonly context: LeaderContext };
  readonly acceptor: AcceptorContext;
  readonly replica: ReplicaContext;
  /** By slot, from the first. */
  readonly learners: readonly LearnerContext[];
}

/** What bounds a book's leader and is no rule: above all that happens. */
const BOUND = 9;

/** The book's nodes have one life. */
export function ballotOf({ round, proposer }: Ballot) {
  return { round, proposer };
}

export function voteOf({ slot, ballot, value }: SlotVote<string>) {
  return { slot, ballot: ballotOf(ballot), value: wordOf(value) };
}

/**
 * The node of the book that the replica is. It has promised and voted when its disk has it. What production forgets of decided slots, votes and tallies,
 * is left out; what it was asked for comes with the event.
 */
export function imageOf(node: Node, size: Size, commands: readonly string[]): BookNode {
  const { kept, replica } = node;
  const { leader, learner, log } = replica;
  const known = knownTo(node);
  const quorums = majorities(idsOf(size));
  const bounds = { id: leader.id, quorums, rounds: BOUND, slots: BOUND, commands };
  const proposals = leader.phase === 'leading' ? leader.proposals : [];
  return {
    id: leader.id,
    leader: {
      value: leader.phase === 'recovering' ? 'preparing' : leader.phase,
      context: {
        ...bounds,
        decided: known.map(({ slot }) => slot),
        ballot: leader.round === 0 ? null : { round: leader.round, proposer: leader.id },
        first: leader.phase === 'preparing' ? leader.from : 1,
        promises: countedBy(node).map(reportOf),
        proposals: withDecided(
          proposals.map(({ slot, value }) => ({ slot, value: wordOf(value) })),
          known,
        ),
      },
    },
    acceptor: {
      promised: kept.promised && ballotOf(kept.promised),
      votes: kept.votes.map(voteOf),
    },
    replica: { log: known, executed: known.slice(0, decidedThrough(log)) },
    learners: slotsOf(size).map((at) => {
      const tallies = learner.open.find(({ slot }) => slot === at)?.learner.tallies ?? [];
      return {
        quorums,
        votes: tallies.map(({ ballot, value, voters }) => ({
          ballot: ballotOf(ballot),
          value: wordOf(value),
          acceptors: voters,
        })),
        learned: known.filter(({ slot }) => slot === at).map(({ value }) => value),
      };
    }),
  };
}

export function reportOf({ acceptor, votes }: PromisedBy<string>) {
  return { acceptor, votes: votes.map(voteOf) };
}

/** The book's leader proposes without a hole, in decided slots too; its next slot is the one after. */
function withDecided(proposals: readonly Decree[], known: readonly Decree[]): readonly Decree[] {
  const all = [...proposals, ...known].sort((one, other) => one.slot - other.slot);
  const hole = all.findIndex(({ slot }, index) => slot !== index + 1);
  return hole === -1 ? all : all.slice(0, hole);
}

/** A promise of one who knows more counts once the leader has caught up: until then, to the book, it is under way. */
function countedBy({ replica: { leader, log } }: Node): readonly PromisedBy<string>[] {
  if (leader.phase === 'preparing') return leader.promises;
  if (leader.phase === 'recovering')
    return leader.promises.filter(({ decided }) => decided <= decidedThrough(log));
  return [];
}

/** What is compared of a node: nothing that is about decided slots alone, and of a leader that has given up its ballot only its round. */
export function comparable(
  { leader, acceptor, replica, learners }: BookNode,
  hasGivenUp: boolean,
): LocalState {
  const isOpen = ({ slot }: { readonly slot: number }): boolean =>
    !replica.log.some((decree) => decree.slot === slot);
  const { value, context } = leader;
  const promises = context.promises.map((report) => ({ ...report, votes: report.votes.filter(isOpen) }));
  return {
    context: {
      ballot: context.ballot,
      decided: context.decided,
      ...(!hasGivenUp && { value, promises, proposals: context.proposals.filter(isOpen) }),
      ...(!hasGivenUp && value === 'preparing' && { first: context.first }),
      acceptor: { ...acceptor, votes: acceptor.votes.filter(isOpen) },
      replica,
      tallies: learners.map(({ votes }, index) => (isOpen({ slot: index + 1 }) ? votes : [])),
    },
  };
}
