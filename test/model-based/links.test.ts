import { describe, expect, test } from 'vitest';
import { decidedThrough } from '#src/paxos/log.js';
import { replicaOf } from '#src/paxos/replica.js';
import { ballotsWith, chain, mutants, settled } from './links-mutants.js';

const all = () => true;

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
    linked.reaches = chain(leader, other);
    for (let sequence = 1; sequence <= 5; sequence++) linked.propose(leader, sequence);
    expect(ballotsWith(linked, chain(leader, other))).toBe(0);
    expect(linked.leaders).toEqual([leader]);
    expect(linked.nodes.find(({ id }) => id === one)!.replica.election.hears).toBe(leader);
    // One has a decree, and the four that come meanwhile share the next.
    expect(linked.nodes.map(({ replica }) => decidedThrough(replica.log))).toEqual([2, 2, 2]);
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

test.each(mutants)('that is told of a member that $name ($row)', ({ make, isTold }) => {
  expect(isTold(make)).toBe(true);
  expect(isTold(replicaOf)).toBe(false);
});
