/** Words for the tests of the log: three members, decrees by one letter, votes and decisions as they are shown. */
import { type Configuration, configuration, configurationId } from '#src/paxos/configuration.js';
import { type Decree, NO_OP } from '#src/paxos/decree.js';
import { decide, type Log, startLog } from '#src/paxos/log.js';
import type { DecidedSlot, SlotVote } from '#src/paxos/log-message.js';
import { type NodeId, nodeId } from '#src/paxos/node-id.js';
import { quorums } from '#src/paxos/quorum.js';
import { slot } from '#src/paxos/slot.js';
import { ballot } from './words.js';

export const [n1, n2, n3, n4] = ['n1', 'n2', 'n3', 'n4'].map(nodeId) as [NodeId, NodeId, NodeId, NodeId];

/** A configuration of voters that are in their first life. */
export function voters(number: number, ...ids: readonly NodeId[]): Configuration {
  const members = ids.map((id) => ({ id, incarnation: 0, part: 'voter' }) as const);
  return configuration({ id: configurationId(number), members });
}

export const first = voters(1, n1, n2, n3);

/** Four voters: three have to promise, and two choose. */
export const uneven: Configuration = {
  ...voters(1, n1, n2, n3, n4),
  quorums: quorums({ acceptors: [n1, n2, n3, n4], phase1: 3, phase2: 2 }),
};

/** The decree of a letter: one command of one session; `-` is a no-op. */
export function decree(letter: string): Decree<string> {
  if (letter === '-') return NO_OP;
  return { type: 'batch', requests: [{ session: 1, sequence: 1, answered: 0, command: letter }] };
}

/** `vote('3 2.n1 a')`: in slot 3, ballot 2.n1, for a. */
export function slotVote(shown: string): SlotVote<string> {
  const [at, shownBallot, letter] = shown.split(' ');
  return { slot: slot(Number(at)), ballot: ballot(shownBallot!), value: decree(letter!) };
}

/** `decided('3 a')`: slot 3 holds a. */
export function decided(shown: string): DecidedSlot<string> {
  const [at, letter] = shown.split(' ');
  return { slot: slot(Number(at)), value: decree(letter!) };
}

/** A log of α 3 in which that is decided, in that order. */
export function logOf(...shown: readonly string[]): Log<string> {
  return shown.reduce(
    (log, each) => decide(log, decided(each))[0],
    startLog<string>({ alpha: 3, configuration: first }),
  );
}
