import { describe, expect, test } from 'vitest';
import { connect, type Entry } from '#src/node/client.js';
import { ClientPool, clientsMax } from '#src/node/client-pool.js';
import { systemClock } from '#src/node/system-clock.js';
import { LIMITS, type Limits } from '#src/paxos/limits.js';
import type { Reply } from '#src/paxos/reply.js';
import { n1 } from '#test/unit/paxos/log-words.js';

const usual = { sessionsMax: 10_000, proposalsMax: 2, batchMax: 256 };

/** A pool of clients of one node, which answers nobody until it is told to. */
function pool(windowMax: number, more: Partial<typeof usual> = {}) {
  const limits = { ...usual, ...more, windowMax };
  const asked: { readonly session: number; readonly answer: () => void }[] = [];
  let sessions = 0;
  const node: Entry<string, number> = {
    options: { id: n1 },
    request: ({ session, sequence }) =>
      new Promise<Reply<number>>((resolve) => {
        const answer = (): void => resolve({ type: 'answered', slot: 9, answer: sequence });
        asked.push({ session, answer });
      }),
    openSession: async () => ({ type: 'opened', session: ++sessions }),
    change: async () => ({ type: 'decided', slot: 9 }),
    read: async () => ({ type: 'answered', slot: 9, answer: 90 }),
  };
  const world = { clock: systemClock, random: Math.random };
  const clients = new ClientPool(() => connect([node], { ...world, windowMax }), limits);
  const propose = (count: number) => Array.from({ length: count }, () => clients.propose('a', {}));
  const inSessions = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return asked.map(({ session }) => session);
  };
  return { asked, propose, inSessions };
}

describe('clients for many calls at once', () => {
  test('take as many sessions as fill the decrees under way twice, and a sixteenth of all at most', () => {
    const most = (more: Partial<Limits>) => clientsMax({ ...LIMITS, ...more });
    expect(most({})).toBe(8);
    expect(most({ batchMax: 512 })).toBe(16);
    expect(most({ proposalsMax: 2 })).toBe(16);
    expect(most({ windowMax: 500 })).toBe(2);
    expect(most({ batchMax: 1, proposalsMax: 1 })).toBe(1);
    expect(most({ sessionsMax: 100 })).toBe(6);
    expect(most({ sessionsMax: 3 })).toBe(1);
  });

  test('take a further session where the window of those before is full', async () => {
    const { asked, propose, inSessions } = pool(2);
    const proposing = propose(5);
    expect(await inSessions()).toEqual([1, 1, 2, 2, 3]);
    for (const { answer } of asked) answer();
    await Promise.all(proposing);
  });

  test('come back to the first session as soon as there is room', async () => {
    const { asked, propose, inSessions } = pool(1);
    const [first, second] = propose(2);
    expect(await inSessions()).toEqual([1, 2]);
    asked[0]!.answer();
    await first;
    const third = propose(1);
    expect(await inSessions()).toEqual([1, 2, 1]);
    for (const { answer } of asked) answer();
    await Promise.all([second, ...third]);
  });

  test('leave other members their sessions', async () => {
    const { asked, propose, inSessions } = pool(1, { sessionsMax: 32 });
    const proposing = propose(3);
    expect(await inSessions()).toEqual([1, 2]);
    for (let at = 0; at < 3; at++) {
      asked[at]!.answer();
      await proposing[at];
      await inSessions();
    }
    expect(await inSessions()).toEqual([1, 2, 1]);
  });

  test('have calls wait where all sessions that they take are full', async () => {
    const { asked, propose, inSessions } = pool(1, { proposalsMax: 2, batchMax: 4 });
    const proposing = propose(40);
    const sessions = Array.from({ length: 16 }, (_, index) => index + 1);
    expect(await inSessions()).toEqual(sessions);
    for (let at = 0; at < 40; at++) {
      asked[at]!.answer();
      await proposing[at];
      await inSessions();
    }
    expect(new Set(await inSessions()).size).toBe(16);
  });
});
