/** A clock that stands still, as a suspended machine's does: a lease that was counted on it is void (T17). */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openNode, type SynodNode } from '#src/node/node.js';
import type { Clock } from '#src/node/ports.js';
import { Standstill } from '#src/node/standstill.js';
import { configuration, configurationId } from '#src/paxos/configuration.js';
import { replicaOf } from '#src/paxos/replica.js';
import { memoryStorage } from '#src/storage/memory-storage.js';
import { memoryNetwork } from '#src/transport/memory-network.js';
import { n1 } from '#test/unit/paxos/log-words.js';
import { machine, type State } from '#test/unit/paxos/replica-words.js';

/** Both clocks, as a test sets them, and the timers that nobody lets run out but the test. */
class Hand implements Clock {
  monotonic = 1_000;
  time = 5_000_000;
  readonly timers: (() => void)[] = [];
  readonly now = (): number => this.monotonic;
  readonly wall = (): number => this.time;

  after(_ms: number, callback: () => void): () => void {
    this.timers.push(callback);
    return () => {};
  }

  pass(ms: number): void {
    this.monotonic += ms;
    this.time += ms;
  }
}

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
  const members = configuration({
    id: configurationId(1),
    members: [{ id: n1, incarnation: 0, part: 'voter' }],
  });
  let node: SynodNode<string, State, number> | undefined;
  afterEach(() => node?.close());

  const leading = async (clock: Hand, readMs = 0): Promise<SynodNode<string, State, number>> => {
    const limits = { alpha: 8, proposalsMax: 8 };
    const options = { id: n1, incarnation: 0, configuration: members, machine, cluster: 'tests', limits };
    const { start, step } = replicaOf<string, State, number>({
      ...options,
      machine: {
        ...machine,
        apply: (state, command) => {
          // The machine is suspended while it reads.
          clock.time += readMs;
          return machine.apply(state, command);
        },
      },
    });
    const storage = memoryStorage<string, State, number>({ alpha: 8, configuration: members });
    const ports = { clock, random: () => 0, storage, transport: memoryNetwork().join<never>() };
    node = await openNode(options, ports, { start, step });
    clock.timers.at(-1)!();
    await vi.waitFor(() => expect(node!.status.phase).toBe('leading'));
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
    const reader = await leading(new Hand(), 60_000);
    expect(await reader.read('r', 100)).toMatchObject({ type: 'rejected', reason: 'late' });
  });
});
