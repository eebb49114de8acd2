/** A clock that stands still, as a suspended machine's does: a lease that was counted on it is void (T17). */
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { SynodNode } from '#src/node/node.js';
import { Standstill } from '#src/node/standstill.js';
import { LIMITS } from '#src/paxos/limits.js';
import type { State } from '#test/unit/paxos/replica-words.js';
import { Hand, leadingAlone } from './hand.js';

describe('a standstill', () => {
  test('is noticed once, by the time of day that has outrun the clock', () => {
    const [clock, notice] = [new Hand(), vi.fn()];
    const standstill = new Standstill(clock, 50, notice);
    expect(standstill.look()).toBe(false);
    clock.pass(100_000);
    expect(standstill.look()).toBe(false);
    clock.time += 51;
    expect(standstill.look()).toBe(true);
    expect(standstill.look()).toBe(false);
    expect(notice).toHaveBeenCalledTimes(1);
  });

  test('is noticed bit by bit, and after the time of day was set back', () => {
    const clock = new Hand();
    const standstill = new Standstill(clock, 50, () => {});
    const looks = [30, 30, -3_600_000, 51].map((outran) => {
      standstill.look();
      clock.time += outran;
      return standstill.look();
    });
    expect(looks).toEqual([false, true, false, true]);
  });
});

describe('a leader whose clock has stood still', () => {
  let node: SynodNode<string, State, number> | undefined;
  afterEach(() => node?.close());

  const leading = async (
    clock: Hand,
    whileItReads?: () => void,
  ): Promise<SynodNode<string, State, number>> => {
    node = await leadingAlone(clock, whileItReads);
    return node;
  };

  test('answers by its lease before, and not after, until it has asked anew', async () => {
    const clock = new Hand();
    const reader = await leading(clock);
    expect(await reader.read('r', 100)).toMatchObject({ type: 'answered', byLease: true });
    clock.time += 60_000;
    expect(await reader.read('r', 100)).not.toHaveProperty('byLease');
    clock.pass(1);
    expect(await reader.read('r', 100)).not.toHaveProperty('byLease');
    for (const runOut of clock.timers.slice()) runOut();
    expect(await reader.read('r', 100)).toMatchObject({ type: 'answered', byLease: true });
  });

  test('gives no answer by a lease that was void before it was told (T4)', async () => {
    const clock = new Hand();
    const reader = await leading(clock, () => {
      clock.time += 60_000;
    });
    expect(await reader.read('r', 100)).toMatchObject({ type: 'rejected', reason: 'late' });
  });

  test('gives no answer by a lease that ran out while it read (T4)', async () => {
    const clock = new Hand();
    const reader = await leading(clock, () => clock.pass(LIMITS.leaseMs));
    expect(await reader.read('r', 100_000)).toMatchObject({ type: 'rejected', reason: 'late' });
  });
});
