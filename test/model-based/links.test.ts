import { describe, expect, test } from 'vitest';
import type { Limits } from '#src/paxos/limits.js';
import { decidedThrough } from '#src/paxos/log.js';
import type { NodeId } from '#src/paxos/node-id.js';
import { n1, n2, n3 } from '#test/unit/paxos/log-words.js';
import { Linked } from './links.js';

const all = () => true;
const LONG = 120_000;

/** Three nodes that have a leader, which the others hear, and the others' names. */
function settled(said?: Linked['said'], limits?: Partial<Limits>) {
  const linked = new Linked([n1, n2, n3], all, said, limits);
  linked.pass(20_000);
  const leader = linked.leaders[0]!;
  const [one, other] = linked.ids.filter((id) => id !== leader) as [NodeId, NodeId];
  return { linked, leader, one, other };
}

/** How many ballots are begun in two minutes over those links. */
function ballotsWith(linked: Linked, reaches: Linked['reaches']): number {
  linked.reaches = reaches;
  const before = linked.ballots;
  linked.pass(LONG);
  return linked.ballots - before;
}

describe('no elections without need (L7)', () => {
  test('over good links the first leader stays', () => {
    const { linked, leader } = settled();
    expect(ballotsWith(linked, all)).toBe(0);
    expect(linked.leaders).toEqual([leader]);
  });

  test('a deaf member, which hears nobody, makes nobody elect', () => {
    const { linked, leader, one } = settled();
    expect(ballotsWith(linked, (_, to) => to !== one)).toBe(0);
    expect(linked.leaders).toEqual([leader]);
  });

  test('a mute member, which nobody hears, makes nobody elect', () => {
    const { linked, leader, one } = settled();
    expect(ballotsWith(linked, (from) => from !== one)).toBe(0);
    expect(linked.leaders).toEqual([leader]);
  });

  test('at the end of a chain, where one hears the other but not the leader, nobody elects, and it learns what is decided', () => {
    const { linked, leader, one, other } = settled();
    const isCut = (from: NodeId, to: NodeId): boolean =>
      [from, to].every((id) => id === leader || id === other);
    linked.reaches = (from, to) => !isCut(from, to);
    for (let sequence = 1; sequence <= 5; sequence++) linked.propose(leader, sequence);
    expect(ballotsWith(linked, (from, to) => !isCut(from, to))).toBe(0);
    expect(linked.leaders).toEqual([leader]);
    expect(linked.nodes.find(({ id }) => id === one)!.replica.election.hears).toBe(leader);
    // Two have a decree each, and the three that come meanwhile share the next.
    expect(linked.nodes.map(({ replica }) => decidedThrough(replica.log))).toEqual([3, 3, 3]);
  });

  test('there, without asking and without leases, they elect again and again (all say that they hear no leader)', () => {
    const { linked, leader, other } = settled(
      (message) => (message.type === 'polled' ? { ...message, hearsLeader: false } : message),
      { leaseMs: 0 },
    );
    const isCut = (from: NodeId, to: NodeId): boolean =>
      [from, to].every((id) => id === leader || id === other);
    expect(ballotsWith(linked, (from, to) => !isCut(from, to))).toBeGreaterThan(10);
  });

  test('when the member comes back, the leader stays', () => {
    const { linked, leader, one } = settled();
    ballotsWith(linked, (from, to) => from !== one && to !== one);
    expect(ballotsWith(linked, all)).toBe(0);
    expect(linked.leaders).toEqual([leader]);
  });
});

describe('a leader that is needed is elected', () => {
  test('when the leader is deaf: it stops, and another leads', () => {
    const { linked, leader } = settled();
    const begun = ballotsWith(linked, (_, to) => to !== leader);
    expect(begun).toBeGreaterThan(0);
    expect(begun).toBeLessThan(4);
    expect(linked.leaders).toHaveLength(1);
    expect(linked.leaders).not.toContain(leader);
  });

  test('when the leader is mute: another leads, and the old one hears of it and stops', () => {
    const { linked, leader } = settled();
    const begun = ballotsWith(linked, (from) => from !== leader);
    expect(begun).toBeGreaterThan(0);
    expect(begun).toBeLessThan(4);
    expect(linked.leaders).toHaveLength(1);
    expect(linked.leaders).not.toContain(leader);
  });

  test('when the leader is cut off: it stops, another leads, and it follows when it is back', () => {
    const { linked, leader } = settled();
    ballotsWith(linked, (from, to) => from !== leader && to !== leader);
    const [second] = linked.leaders;
    expect(second).not.toBe(leader);
    expect(linked.leaders).toHaveLength(1);
    expect(ballotsWith(linked, all)).toBe(0);
    expect(linked.leaders).toEqual([second]);
  });

  test('and none where nobody has a majority', () => {
    const { linked } = settled();
    expect(ballotsWith(linked, () => false)).toBe(0);
    expect(linked.leaders).toEqual([]);
  });
});
