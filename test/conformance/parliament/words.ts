/** The words that chapter 16 and production say differently: ballots, values, addresses. */
import { NO_OP, type SlotVote as SpecVote } from '#spec/16-the-parliament/messages.js';
import type { Ballot } from '#src/paxos/ballot.js';
import { type Configuration, configuration, configurationId } from '#src/paxos/configuration.js';
import { type Decree, NO_OP as noOp } from '#src/paxos/decree.js';
import { decide, type Log, startLog } from '#src/paxos/log.js';
import type { DecidedSlot, SlotVote } from '#src/paxos/log-message.js';
import { type NodeId, nodeId } from '#src/paxos/node-id.js';
import { slot } from '#src/paxos/slot.js';

/** How many slots after the decided prefix may be voted in, where the book has no such bound: this is above all of its slots. */
export const ALPHA = 64;

type SpecBallot = { readonly round: number; readonly proposer: string };

/** The spec's proposers have one life. */
export function ballotOf({ round, proposer }: SpecBallot): Ballot {
  return { round, proposer: nodeId(proposer), incarnation: 0 };
}

export function specBallotOf({ round, proposer }: Ballot): SpecBallot {
  return { round, proposer };
}

/** A command of the spec is one request of production. */
export function decreeOf(value: string): Decree<string> {
  if (value === NO_OP) return noOp;
  return { type: 'batch', requests: [{ session: 1, sequence: 1, answered: 0, command: value }] };
}

/** @throws Error where the spec has no value for the decree. */
export function wordOf(decree: Decree<string>): string {
  if (decree.type === 'noOp') return NO_OP;
  if (decree.type === 'batch' && decree.requests.length === 1) return decree.requests[0]!.command;
  throw new Error(`the spec has no value for ${JSON.stringify(decree)}`);
}

export function voteOf({ slot: at, ballot, value }: SpecVote): SlotVote<string> {
  return { slot: slot(at), ballot: ballotOf(ballot), value: decreeOf(value) };
}

export function specVoteOf({ slot: at, ballot, value }: SlotVote<string>): SpecVote {
  return { slot: at, ballot: specBallotOf(ballot), value: wordOf(value) };
}

export function decidedOf({ slot: at, value }: { slot: number; value: string }): DecidedSlot<string> {
  return { slot: slot(at), value: decreeOf(value) };
}

/** The configuration that governs every slot: the nodes, all of them voters. */
export function membersOf(nodes: readonly string[]): Configuration {
  const members = nodes.map((id) => ({ id: nodeId(id), incarnation: 0, part: 'voter' as const }));
  return configuration({ id: configurationId(1), members });
}

/** The log in which that is decided, and nothing else; a snapshot stands for the slots through `base`. */
export function logOf(
  configuration: Configuration,
  decided: readonly { readonly slot: number; readonly value: string }[],
  base = 0,
): Log<string> {
  return decided.reduce<Log<string>>((log, one) => decide(log, decidedOf(one))[0], {
    ...startLog({ alpha: ALPHA, configuration }),
    base,
  });
}

/** What a role of chapter 16 has not, and one of chapter 17 may have: a snapshot, and a bound on where it votes. */
export interface MayHaveSnapshot {
  readonly snapshot?: { readonly slot: number } | null;
  readonly alpha?: number;
}

/** The slots through this one are in the snapshot; 0 where there is none. */
export function reachOf({ snapshot }: MayHaveSnapshot): number {
  return snapshot?.slot ?? 0;
}

export function asNode(id: string): NodeId {
  return nodeId(id);
}
