/**
 * Elections: when to try to lead, and when to stop.
 *
 * Before it prepares, a node asks the voters whether they hear a leader, and goes on only if a majority hears none. So one that
 * is cut off, or hears the leader badly, does not make the others elect again and again. A leader that does not hear a
 * majority stops. No time is compared here: a timer that runs out before it was set again says that nothing was heard.
 */
import type { Ballot } from './ballot.js';
import { type Send, type Step, send } from './effect.js';
import type { Received } from './message.js';
import { including, type NodeId } from './node-id.js';
import { hasQuorum, isAcceptor, type Quorums } from './quorum.js';
import type { TimerEffect } from './replica-effect.js';
import type { PolledMessage, PollMessage } from './replica-message.js';

/** None of it is durable. */
export interface Election {
  /** The leader that it follows; null for none, and once that leader is missed. */
  readonly hears: NodeId | null;
  /** As a leader: the members heard since the timer was set, sorted. */
  readonly heard: readonly NodeId[];
  /** While it asks: the voters that hear no leader, itself among them, sorted; null where it does not ask. */
  readonly silent: readonly NodeId[] | null;
  /** How often it tried in vain since it last heard of a leader, up to a bound: the longer it then waits. */
  readonly failures: number;
}

/** What a node is while it holds an election, as far as that matters here. */
export interface Electorate {
  readonly id: NodeId;
  /** Of the first open slot. */
  readonly quorums: Quorums;
  readonly phase: 'following' | 'preparing' | 'recovering' | 'leading';
  readonly promised: Ballot | null;
  readonly decided: number;
  /** The time after which a silent leader counts as lost. */
  readonly electionMs: number;
}

export type ElectionInput =
  | Received<PollMessage | PolledMessage>
  | { readonly type: 'timer' }
  /** A leader's heartbeat or proposal has come in. */
  | { readonly type: 'leader'; readonly from: NodeId }
  /** A member has answered the leader that this node is. */
  | { readonly type: 'follower'; readonly from: NodeId }
  /** Somebody has been given a promise: it is to have its time. */
  | { readonly type: 'candidate' }
  /** The leader wants this node to lead in its place: it has told all others, and nobody has to be asked. */
  | { readonly type: 'heir' }
  /** This node leads from now on. */
  | { readonly type: 'won' };

export type ElectionEffect =
  | Send<PollMessage | PolledMessage>
  | TimerEffect
  /** Prepare, as a leader to be. */
  | { readonly type: 'prepare' }
  /** Lead no more, or try no more. */
  | { readonly type: 'resign' };

type ElectionStep = Step<Election, ElectionEffect>;

/**
 * After so many failures the wait does not become longer: by chance it is up to 16 times `electionMs` by then, which is the option. That
 * tells apart more candidates than a cluster has voters, and a longer wait would only leave it without a leader.
 */
const FAILURES_MAX = 5;

/** A node that has heard nothing yet. */
export const NO_ELECTION: Election = { hears: null, heard: [], silent: null, failures: 0 };

/** The timer that a node which hears no leader lets run: at random, and the longer the more often it has failed. */
export function electionTimer(electionMs: number, failures = 0): TimerEffect {
  return timer(electionMs, (electionMs / 2) * 2 ** failures);
}

function timer(afterMs: number, spreadMs: number): TimerEffect {
  return { type: 'setTimer', timer: 'election', afterMs, spreadMs: Math.ceil(spreadMs) };
}

/** What a node does about an election. */
export function stepElection(election: Election, input: ElectionInput, node: Electorate): ElectionStep {
  const { electionMs, decided, promised, phase } = node;
  const unchanged: ElectionStep = [election, []];
  switch (input.type) {
    case 'timer':
      if (phase === 'leading') return review(election, node);
      return election.hears === null ? poll(election, node) : miss(election, node);
    case 'message': {
      const { from, message } = input;
      if (message.type === 'poll') {
        const hearsLeader = phase === 'leading' || election.hears !== null;
        return [election, [send({ node: from }, { type: 'polled', hearsLeader, promised, decided })]];
      }
      // It does not ask any more, or this one hears a leader: a majority that does not may still be found.
      if (election.silent === null || message.hearsLeader || phase !== 'following') return unchanged;
      return count(election, including(election.silent, from), node);
    }
    case 'leader': {
      // Of two that prepare, the other was sooner, and has a lease: it would be deposed as soon as that is not renewed in time.
      const gaveUp = phase === 'preparing' ? [{ type: 'resign' } as const] : [];
      return [{ hears: input.from, heard: [], silent: null, failures: 0 }, [...gaveUp, timer(electionMs, 0)]];
    }
    case 'follower':
      return [{ ...election, heard: including(election.heard, input.from) }, []];
    case 'candidate':
      return [{ ...election, silent: null }, [electionTimer(electionMs, election.failures)]];
    case 'heir':
      return phase === 'following' && isAcceptor(node.quorums, node.id)
        ? [NO_ELECTION, [{ type: 'prepare' }, electionTimer(electionMs)]]
        : unchanged;
    case 'won':
      return [NO_ELECTION, [electionTimer(electionMs)]];
  }
}

/** A leader goes on if it heard a majority, itself included, since the timer was set. */
function review({ heard }: Election, { id, quorums, electionMs }: Electorate): ElectionStep {
  const isHeard = hasQuorum(quorums, 'phase2', including(heard, id));
  return [NO_ELECTION, [...(isHeard ? [] : [{ type: 'resign' } as const]), electionTimer(electionMs)]];
}

/**
 * Hears its leader no more, and says so to whoever asks. All who followed that leader come here at almost the same time, so each waits by
 * chance until it asks: then the first to ask need not wait for the others. A little chance is enough: two that ask at almost the same time
 * are rare, and the only harm is that one of them fails.
 */
function miss(election: Election, { electionMs }: Electorate): ElectionStep {
  return [{ ...election, hears: null }, [timer(0, electionMs / 4)]];
}

/** Gives up a ballot that led to nothing, and asks whether a new one is wanted. An observer asks too, but never leads. */
function poll({ failures }: Election, node: Electorate): ElectionStep {
  const { id, phase, decided, electionMs, quorums } = node;
  const failed = Math.min(FAILURES_MAX, failures + (phase === 'following' ? 0 : 1));
  const asking: Election = { hears: null, heard: [], silent: [], failures: failed };
  const before: readonly ElectionEffect[] = [
    ...(phase === 'following' ? [] : [{ type: 'resign' } as const]),
    send({ role: 'acceptor' }, { type: 'poll', decided }),
    electionTimer(electionMs, failed),
  ];
  const [after, effects] = isAcceptor(quorums, id) ? count(asking, [id], node) : [asking, []];
  return [after, [...before, ...effects]];
}

/** Prepares once a quorum hears no leader. */
function count(election: Election, silent: readonly NodeId[], { id, quorums }: Electorate): ElectionStep {
  const isWanted = isAcceptor(quorums, id) && hasQuorum(quorums, 'phase1', silent);
  return isWanted ? [{ ...election, silent: null }, [{ type: 'prepare' }]] : [{ ...election, silent }, []];
}
