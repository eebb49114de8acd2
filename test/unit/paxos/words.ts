/** Words for the tests of the production roles: names, ballots as they are shown, messages as they arrive. */
import { expect } from 'vitest';
import type { Ballot } from '#src/paxos/ballot.js';
import type { Received, Vote } from '#src/paxos/message.js';
import { type NodeId, nodeId } from '#src/paxos/node-id.js';
import { majorities } from '#src/paxos/quorum.js';

export const [a1, a2, a3, p1, p2, l1, c1] = ['a1', 'a2', 'a3', 'p1', 'p2', 'l1', 'c1'].map(nodeId) as [
  NodeId,
  NodeId,
  NodeId,
  NodeId,
  NodeId,
  NodeId,
  NodeId,
];

/** Majorities of three acceptors. */
export const ofThree = majorities([a1, a2, a3]);

/** The ballot that is shown so: `ballot('3.p1')` is round 3 of p1. */
export function ballot(shown: string): Ballot {
  const [round, proposer] = shown.split('.');
  return { round: Number(round), proposer: nodeId(proposer ?? '') };
}

export function vote<Value>(shown: string, value: Value): Vote<Value> {
  return { ballot: ballot(shown), value };
}

/** An error's account of which no part is left out. */
export const inFull = Object.fromEntries(
  ['expected', 'got', 'likelyCause', 'nextStep'].map((part) => [part, expect.stringMatching(/./)]),
);

/** The message as its receiver is given it. */
export function received<Message>(from: NodeId, message: Message): Received<Message> {
  return { type: 'message', from, message };
}
