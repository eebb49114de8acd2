import { describe, expect, test } from 'vitest';
import { clusterLimits, LIMITS, limits } from '#src/paxos/limits.js';

describe('limits', () => {
  test.each([
    [{ alpha: 0 }, 'alpha to be a whole number from 1'],
    [{ alpha: 2, proposalsMax: 3 }, 'proposalsMax to be at most alpha, 2'],
    [{ heartbeatMs: 1000 }, 'heartbeatMs to be below electionMs, 500'],
    [{ leaseMs: -1 }, 'leaseMs to be a whole number from 0, got -1'],
    [{ leaseMs: 100, leaseMarginMs: 100 }, 'leaseMarginMs to be below leaseMs, 100, got 100'],
    [{ beta: 3 } as never, 'one of the limits alpha, '],
  ])('that do not go together are refused (%j)', (given, message) => {
    expect(() => limits(given)).toThrow(message);
  });
});

describe('the limits of a cluster', () => {
  const { alpha, valueBytesMax, sessionsMax, windowMax } = LIMITS;

  test('are those that every member has alike; without leases, those of programs before leases', () => {
    const before = { alpha, valueBytesMax, sessionsMax, windowMax };
    expect(clusterLimits(limits({ leaseMs: 0 }))).toEqual(before);
    expect(clusterLimits(LIMITS)).toEqual({ ...before, leaseMs: 300, leaseMarginMs: 50 });
  });

  test('go up to their bounds', () => {
    expect(limits({ alpha: 2, proposalsMax: 2 })).toMatchObject({ alpha: 2, proposalsMax: 2 });
    expect(limits({ leaseMs: 0, leaseMarginMs: 100 }).leaseMs).toBe(0);
  });
});
