import { describe, expect, test } from 'vitest';
import { LIMITS } from '#src/paxos/limits.js';
import { replicaOf } from '#src/paxos/replica.js';
import { Memberships } from '#src/simulator/memberships.js';
import { registers } from '#src/simulator/register.js';
import { type Waiting, Watch } from '#src/simulator/watch.js';
import type { Options, Replica } from '#src/simulator/words.js';
import { first, n1 } from '#test/unit/paxos/log-words.js';

const limits = {
  ...LIMITS,
  alpha: 3,
  proposalsMax: 2,
  batchMax: 2,
  queueMax: 5,
  readsMax: 4,
  persistsMax: 2,
};
const options: Options = { id: n1, incarnation: 0, configuration: first, machine: registers, limits };
const timer = { type: 'timer', timer: 'election', now: 0 } as const;

/** What one who looks on says of it. */
function looked(look: (watch: Watch) => void): string | undefined {
  const watch = new Watch({ now: 0 }, new Memberships(first, 3), () => undefined);
  look(watch);
  return watch.failure?.claim;
}

describe('whoever looks on at a simulated node', () => {
  const most: Waiting = { messages: 5, replies: 13, forwarded: 5 };
  const waiting = (more: Partial<Waiting>) => looked((watch) => watch.waiting(options, { ...most, ...more }));

  test('sees that no more waits in its memory than may', () => {
    expect(waiting({})).toBeUndefined();
    for (const more of [{ messages: 6 }, { replies: 14 }, { forwarded: 6 }])
      expect(waiting(more)).toBe('memory is bounded');
  });

  test('sees that no more answers to itself wait for its disk than may', () => {
    const [replica] = replicaOf(options).start();
    const answer = { type: 'accepted', slot: 1, ballot: { round: 1, proposer: n1 }, value: { type: 'noOp' } };
    const withAnswers = (count: number): Replica => {
      const waiting = Array.from({ length: count }, () => ({ restsOn: 1, message: answer }));
      return { ...replica, durability: { ...replica.durability, waiting: waiting as never } };
    };
    const stepped = (count: number) =>
      looked((watch) => watch.stepped(options, replica, timer, withAnswers(count), []));
    expect(stepped(12)).toBeUndefined();
    expect(stepped(13)).toBe('memory is bounded');
  });
});
