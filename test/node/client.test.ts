import { describe, expect, test, vi } from 'vitest';
import { connect, type Entry } from '#src/node/client.js';
import { Busy, OutcomeUnknown, Rejected } from '#src/node/outcome.js';
import { systemClock } from '#src/node/system-clock.js';
import type { Reply } from '#src/paxos/reply.js';
import { n1, n2 } from '#test/unit/paxos/log-words.js';

type Asked = Parameters<Entry<string, number>['request']>[0];

/** A node that answers as it is told. */
function entry(id: typeof n1, request: (asked: Asked) => Reply<number> | Promise<Reply<number>>) {
  const asked: Asked[] = [];
  const node: Entry<string, number> = {
    options: { id },
    request: async (one) => {
      asked.push(one);
      return request(one);
    },
    openSession: async () => ({ type: 'opened', session: 7 }),
    change: async () => ({ type: 'decided', slot: 9 }),
    read: async () => ({ type: 'answered', slot: 9, answer: 90 }),
  };
  return { node, asked };
}

const world = { clock: systemClock, random: Math.random, attemptMs: 20, withinMs: 2_000 };
const answers = ({ sequence }: Asked): Reply<number> => ({
  type: 'answered',
  slot: sequence + 1,
  answer: sequence,
});
const rejects = (reason: 'notLeader' | 'unknownSession' | 'busy', leader: typeof n1 | null = null) =>
  ({ type: 'rejected', reason, leader }) as const;

describe('a client', () => {
  test('numbers its commands, and says which answers it has', async () => {
    const { node, asked } = entry(n1, answers);
    const client = connect([node], world);
    expect(await client.propose('a')).toMatchObject({ slot: 2, answer: 1 });
    await client.propose('b');
    expect(asked).toEqual([
      { session: 7, sequence: 1, answered: 0, command: 'a' },
      { session: 7, sequence: 2, answered: 1, command: 'b' },
    ]);
  });

  test('goes to the leader that it is told of', async () => {
    const [one, two] = [entry(n1, () => rejects('notLeader', n2)), entry(n2, answers)];
    const client = connect([one.node, two.node], world);
    await client.propose('a');
    await client.propose('b');
    expect([one.asked.length, two.asked.length]).toEqual([1, 2]);
  });

  test('has each of its calls go from node to node, whatever the others do at once', async () => {
    const [one, two] = [entry(n1, () => rejects('notLeader')), entry(n2, answers)];
    const client = connect([one.node, two.node], world);
    const results = await Promise.all(['a', 'b'].map((command) => client.propose(command)));
    expect(results.map(({ answer }) => answer)).toEqual([1, 2]);
    expect([one.asked.length, two.asked.length]).toEqual([2, 2]);
  });

  test('repeats a command under its number where nobody answers, or it is not known what came of it', async () => {
    const never = new Promise<Reply<number>>(() => {});
    const replies: (Reply<number> | Promise<Reply<number>>)[] = [
      never,
      { type: 'unknown', slot: 4 },
      rejects('busy'),
    ];
    const { node, asked } = entry(n1, (one) => replies.shift() ?? answers(one));
    expect(await connect([node], world).propose('a')).toMatchObject({ answer: 1 });
    expect(asked.map(({ sequence }) => sequence)).toEqual([1, 1, 1, 1]);
  });

  test('does not repeat a command whose session is gone: it may have been executed (N3, T18)', async () => {
    let isGone = true;
    const { node, asked } = entry(n1, (one) => (isGone ? rejects('unknownSession') : answers(one)));
    const client = connect([node], world);
    await expect(client.propose('a')).rejects.toThrow(OutcomeUnknown);
    isGone = false;
    expect(await client.propose('b')).toMatchObject({ answer: 1 });
    expect(asked).toHaveLength(2);
  });

  test('says that it does not know when time is up and a node has not answered, and takes a new session then', async () => {
    const replies: Promise<Reply<number>>[] = [new Promise(() => {})];
    const { node, asked } = entry(n1, () => replies.pop() ?? rejects('notLeader'));
    const client = connect([node], { ...world, withinMs: 100 });
    await expect(client.propose('a')).rejects.toThrow('no node answered within 100 ms');
    replies.push(new Promise(() => {}));
    await expect(client.propose('b')).rejects.toThrow(OutcomeUnknown);
    expect(asked.at(-1)).toMatchObject({ sequence: 1, command: 'b' });
  });

  test('says that a command was not executed where every node said so', async () => {
    const { node } = entry(n1, () => rejects('notLeader'));
    await expect(connect([node], { ...world, withinMs: 60 }).propose('a')).rejects.toThrow(Rejected);
    const busy = connect([entry(n1, () => rejects('busy')).node], { ...world, withinMs: 60 });
    await expect(busy.propose('a')).rejects.toThrow(Busy);
    await expect(connect([], { ...world, withinMs: 30 }).propose('a')).rejects.toThrow(Rejected);
  });

  test('gives up at a signal, and tells whether the command may have been executed', async () => {
    const stop = AbortSignal.timeout(30);
    const away = entry(n1, () => new Promise(() => {}));
    await expect(connect([away.node], world).propose('a', { signal: stop })).rejects.toThrow(OutcomeUnknown);
    const client = connect([entry(n1, () => rejects('busy')).node], world);
    await expect(client.propose('a', { signal: AbortSignal.timeout(30) })).rejects.toThrow('timeout');
    const { node, asked } = entry(n1, answers);
    await expect(connect([node], world).propose('a', { signal: AbortSignal.abort() })).rejects.toThrow(
      'abort',
    );
    expect(asked).toEqual([]);
  });

  test('lets many calls have one signal, without a warning', async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error): void => void warnings.push(warning);
    process.on('warning', warn);
    const { signal } = new AbortController();
    const client = connect([entry(n1, answers).node], world);
    await Promise.all(Array.from({ length: 40 }, () => client.propose('a', { signal })));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warn);
    expect(warnings).toEqual([]);
  });

  test('has a deadline for each call', async () => {
    const client = connect([entry(n1, () => new Promise(() => {})).node], { ...world, attemptMs: 5_000 });
    const begin = performance.now();
    await expect(client.propose('a', { withinMs: 50 })).rejects.toThrow(OutcomeUnknown);
    expect(performance.now() - begin).toBeLessThan(4_000);
  });

  test('takes a new session after it was idle for long: the cluster may have closed the old one', async () => {
    let now = 0;
    const clock = { now: () => now, after: systemClock.after };
    const { node, asked } = entry(n1, answers);
    const client = connect([node], { ...world, clock, idleMs: 1_000 });
    await client.propose('a');
    now = 999;
    await client.propose('b');
    now = 1_999;
    await client.propose('c');
    expect(asked.map(({ sequence }) => sequence)).toEqual([1, 2, 1]);
  });

  describe('with more commands than a session executes at once', () => {
    test('asks for one after the other as the lowest numbers are answered', async () => {
      const told: ((reply: Reply<number>) => void)[] = [];
      const { node, asked } = entry(n1, () => new Promise((resolve) => told.push(resolve)));
      const client = connect([node], { ...world, attemptMs: 5_000, windowMax: 2 });
      const proposing = Promise.all(['a', 'b', 'c', 'd'].map((command) => client.propose(command)));
      const sequences = async () => {
        await new Promise((resolve) => setImmediate(resolve));
        return asked.map(({ sequence }) => sequence);
      };
      expect(await sequences()).toEqual([1, 2]);
      told[1]!(answers(asked[1]!));
      expect(await sequences()).toEqual([1, 2]);
      told[0]!(answers(asked[0]!));
      expect(await sequences()).toEqual([1, 2, 3, 4]);
      for (const at of [2, 3]) told[at]!(answers(asked[at]!));
      expect((await proposing).map(({ answer }) => answer)).toEqual([1, 2, 3, 4]);
      expect(asked.map(({ answered }) => answered)).toEqual([0, 0, 2, 2]);
    });

    test('one that waits is told when its time is over that it was not executed, and the next has its place', async () => {
      const told: ((reply: Reply<number>) => void)[] = [];
      const { node, asked } = entry(n1, () => new Promise((resolve) => told.push(resolve)));
      const client = connect([node], { ...world, attemptMs: 5_000, windowMax: 1 });
      const first = client.propose('a');
      // The session is open by then: what is late has waited for its place alone.
      await vi.waitFor(() => expect(asked).toHaveLength(1));
      const late = client.propose('b', { withinMs: 20 });
      const next = client.propose('c');
      await expect(late).rejects.toThrow('too many commands of this client are under way');
      told[0]!(answers(asked[0]!));
      await first;
      await new Promise((resolve) => setImmediate(resolve));
      told[1]!(answers(asked[1]!));
      expect(await next).toMatchObject({ answer: 2 });
    });

    test('lets all that call again and again have their turns', async () => {
      const later = () => new Promise((resolve) => setImmediate(resolve));
      const { node } = entry(n1, (one) => later().then(() => answers(one)));
      const client = connect([node], { ...world, windowMax: 4 });
      const calls = Array.from({ length: 6 }, () => 0);
      let isOver = false;
      const caller = async (at: number): Promise<void> => {
        while (!isOver) {
          await client.propose('a');
          isOver ||= ++calls[at]! >= 40;
        }
      };
      await Promise.all(calls.map((_, at) => caller(at)));
      expect(Math.min(...calls)).toBeGreaterThan(30);
    });

    test('hands a place on where the time of the one that gets it is over', async () => {
      let now = 0;
      const clock = { now: () => now, after: () => () => {} };
      const told: ((reply: Reply<number>) => void)[] = [];
      const { node, asked } = entry(n1, () => new Promise((resolve) => told.push(resolve)));
      const client = connect([node], { ...world, clock, windowMax: 1 });
      const first = client.propose('a');
      const late = client.propose('b', { withinMs: 20 });
      const next = client.propose('c');
      await new Promise((resolve) => setImmediate(resolve));
      now = 20;
      told[0]!(answers(asked[0]!));
      await expect(late).rejects.toThrow('too many commands of this client are under way');
      await first;
      expect(asked.map(({ command }) => command)).toEqual(['a', 'c']);
      told[1]!(answers(asked[1]!));
      expect(await next).toMatchObject({ slot: asked[1]!.sequence + 1 });
    });
  });

  test('reads', async () => {
    expect(await connect([entry(n1, answers).node], world).read('r')).toMatchObject({ slot: 9, answer: 90 });
  });
});
