import { describe, expect, test } from 'vitest';
import {
  countGrant,
  grant,
  heldUntil,
  isFree,
  type Lease,
  letGo,
  released,
  startLease,
  toldTime,
} from '#src/paxos/lease.js';
import { first, n1, n2, n3, n4, uneven, voters } from './log-words.js';
import { ballot } from './words.js';

const limits = { leaseMs: 100, leaseMarginMs: 10 };
const none = startLease(false, limits);
const mine = ballot('2.n1');

function granted(asked: number, now: number, promised = mine): Lease {
  return grant(none, { ballot: mine, asked }, { promised, now, leaseMs: 100 })!;
}

describe('a grant', () => {
  test('keeps others from a promise until it has run out on the acceptor’s clock (T2)', () => {
    const lease = granted(7, 1_000);
    expect(isFree(lease, ballot('3.n2'), 1_099)).toBe(false);
    expect(isFree(lease, ballot('3.n2'), 1_100)).toBe(true);
    expect(isFree(lease, ballot('3.n1'), 1_000)).toBe(true);
  });

  test('does not hold for another life of its proposer', () => {
    expect(isFree(granted(7, 0), { ...ballot('3.n1'), incarnation: 1 }, 50)).toBe(false);
  });

  test('is not made to a ballot below the promise, nor while another’s runs, nor where leases are off', () => {
    const request = { ballot: ballot('3.n2'), asked: 0 };
    const now = { promised: null, now: 50, leaseMs: 100 };
    expect(grant(none, request, { ...now, promised: ballot('4.n3') })).toBeNull();
    expect(grant(granted(7, 0), request, now)).toBeNull();
    expect(grant(none, request, { ...now, leaseMs: 0 })).toBeNull();
    expect(grant(none, request, now)).not.toBeNull();
  });

  test('is taken for made just now after a restart, to nobody who could be named (T12)', () => {
    const again = startLease(true, limits);
    expect(isFree(again, mine, 0)).toBe(false);
    const counted = toldTime(toldTime(again, 500, limits), 590, limits);
    expect(isFree(counted, mine, 599)).toBe(false);
    expect(isFree(counted, mine, 600)).toBe(true);
    expect(isFree(startLease(true, { ...limits, leaseMs: 0 }), mine, 0)).toBe(true);
  });

  test('is released by its own ballot and by no earlier request (T14)', () => {
    const lease = granted(7, 0);
    expect(released(lease, { ballot: mine, asked: 7 })).toEqual(none);
    expect(released(lease, { ballot: mine, asked: 6 })).toBe(lease);
    expect(released(lease, { ballot: ballot('1.n1'), asked: 7 })).toBe(lease);
    expect(released(none, { ballot: mine, asked: 7 })).toBe(none);
    // An earlier request that comes late is granted, too: nothing is released by it that was granted for a later one.
    const late = grant(
      lease,
      { ballot: mine, asked: 6 },
      { promised: null, now: 5, leaseMs: limits.leaseMs },
    )!;
    expect(released(late, { ballot: mine, asked: 6 })).toBe(late);
    expect(released(late, { ballot: mine, asked: 7 })).toEqual(none);
    const again = startLease(true, limits);
    for (const forgotten of [again, toldTime(again, 0, limits)])
      expect(released(forgotten, { ballot: mine, asked: 7 })).toBe(forgotten);
  });
});

describe('a lease', () => {
  const held = countGrant(countGrant(none, n1, 50), n2, 40);

  test('counts from before it was asked for, less by the margin (T1, T5)', () => {
    expect(heldUntil(held, [first], limits)).toBe(40 + 100 - 10);
  });

  test('needs a quorum of each configuration', () => {
    expect(heldUntil(countGrant(none, n1, 50), [first], limits)).toBe(Number.NEGATIVE_INFINITY);
    expect(heldUntil(held, [first, voters(2, n3, n4)], limits)).toBe(Number.NEGATIVE_INFINITY);
    const all = countGrant(countGrant(held, n3, 20), n4, 30);
    expect(heldUntil(all, [first, voters(2, n3, n4)], limits)).toBe(20 + 90);
  });

  test('needs as many as choose, since any quorum of promises has one of them', () => {
    expect(heldUntil(countGrant(none, n1, 50), [uneven], limits)).toBe(Number.NEGATIVE_INFINITY);
    expect(heldUntil(held, [uneven], limits)).toBe(40 + 90);
  });

  test('is held by members in order, whoever grants first', () => {
    expect(countGrant(countGrant(none, n2, 40), n1, 50).held).toEqual(held.held);
    expect(held.held.map(({ by }) => by)).toEqual([n1, n2]);
  });

  test('is not shortened by an answer to an earlier request', () => {
    expect(countGrant(held, n2, 30)).toBe(held);
    expect(countGrant(held, n2, 45).held).toContainEqual({ by: n2, asked: 45 });
  });

  test('that was let go counts no answer to what was asked before', () => {
    const gone = letGo(held, 60);
    expect(countGrant(gone, n1, 60).held).toEqual([]);
    expect(countGrant(gone, n1, 61).held).toEqual([{ by: n1, asked: 61 }]);
  });
});
