import { describe, expect, test, vi } from 'vitest';
import { freePorts } from '#src/demo/free-ports.js';
import { Rejected } from '#src/node/outcome.js';
import { nodeId } from '#src/paxos/node-id.js';
import { foundCluster } from '#src/storage/identity.js';
import { StorageError } from '#src/storage/storage-error.js';
import { initialiseStore } from '#src/storage/store.js';
import type { SynodOptions } from '#src/synod/options.js';
import { opening } from './opened.js';
import type { State } from './room.js';

const { alone, path } = opening();

describe('a member of three', () => {
  const names = ['n1', 'n2', 'n3'] as const;

  async function three() {
    const cluster = foundCluster({ name: 'tests', members: names.map(nodeId) });
    for (const name of names) await initialiseStore(path(name), cluster, nodeId(name));
    const ports = await freePorts(3);
    const peers = Object.fromEntries(names.map((name, index) => [name, `127.0.0.1:${ports[index]}`]));
    const limits = { electionMs: 200, heartbeatMs: 40, resendMs: 60 };
    return (name: (typeof names)[number], more: Partial<SynodOptions<string, State, number>> = {}) =>
      alone({ folder: path(name), listen: peers[name]!, peers, limits, ...more });
  }

  test('has a command executed whoever leads, and loses nothing when the leader is gone', async () => {
    const opened = await three();
    const members = await Promise.all(names.map((name) => opened(name)));
    const answers = await Promise.all(members.map((member) => member.propose('word')));
    expect(answers.map(({ answer }) => answer).sort()).toEqual([1, 2, 3]);
    const leader = members.find(({ status }) => status.phase === 'leading')!;
    await leader.close();
    const [one, two] = members.filter((member) => member !== leader);
    const { slot, answer } = await one!.propose('after');
    expect(answer).toBe(4);
    expect(await two!.read('?', { after: slot })).toMatchObject({ answer: 4 });
    expect(await two!.read('?')).toMatchObject({ answer: 4 });
  }, 30_000);

  test('says within its deadline that nothing was executed where there is no majority', async () => {
    const opened = await three();
    const one = await opened('n1');
    const proposing = await one.propose('a', { withinMs: 300 }).catch((error: unknown) => error);
    expect(proposing).toBeInstanceOf(Rejected);
    const away = (name: string) =>
      `${name} at ${one.options.peers![name]} (never heard; connect ECONNREFUSED ${one.options.peers![name]})`;
    const situation = `n1 knows no leader, and reaches 1 of 3 voters, which is no majority: not ${away('n2')}, nor ${away('n3')}.`;
    expect(String(proposing)).toBe(
      'Rejected: expected a node that takes the command within 300 ms; got notLeader: no leader was found. ' +
        `${situation} The command was not executed, and can be tried again.`,
    );
    await expect(one.read('?', { withinMs: 300 })).rejects.toThrow(
      `expected an answer to the read within 300 ms; got notLeader: no leader was found. ${situation} The read can be tried again.`,
    );
    await expect(one.read('?', { after: 9, withinMs: 50 })).rejects.toThrow(
      `expected an answer to the read within 50 ms; got late: the time was over. n1 has executed slot 0, and slot 9 was asked for. ${situation}`,
    );
    await expect(one.propose('a', { signal: AbortSignal.timeout(50) })).rejects.toThrow('timeout');
    expect(one.status.state).toEqual([]);
  });

  test('says of a read that nobody answers that it is late, and never that it was executed', async () => {
    const opened = await three();
    const members = await Promise.all(names.map((name) => opened(name)));
    const { slot } = await members[0]!.propose('a');
    await members[0]!.read('?', { after: slot });
    const one = members.find(({ status }) => status.phase === 'leading');
    await Promise.all(members.filter((member) => member !== one).map((other) => other.close()));
    // It goes on answering until its lease is over.
    const reading = await vi.waitFor(async () => {
      const reading = await one!.read('?', { withinMs: 300 }).catch((error: unknown) => error);
      expect(reading).toMatchObject({ name: 'Rejected', reason: 'late' });
      return reading;
    }, 10_000);
    expect(String(reading)).toMatch(
      /reaches 1 of 3 voters, which is no majority: not n\d at \S+ \(last heard \d+ ms ago; /,
    );
    await expect(one!.propose('b', { withinMs: 300 })).rejects.toThrow('which is no majority');
  }, 30_000);

  test('tells its peers, what is under way, and what was counted', async () => {
    const opened = await three();
    const [one] = await Promise.all((['n1', 'n2'] as const).map((name) => opened(name)));
    await one!.propose('a');
    const { peers, counts, voters, hasJoined, underWay } = one!.status;
    expect([voters, hasJoined]).toEqual([names, true]);
    expect(underWay).toEqual({ queued: 0, proposed: 0, reads: 0, persists: expect.any(Number) });
    expect(peers.n2).toEqual({
      address: one!.options.peers!.n2,
      isConnected: true,
      version: 2,
      silentMs: expect.any(Number),
      waiting: { messages: 0, bytes: 0 },
      failure: null,
    });
    expect(peers.n2!.silentMs).toBeLessThan(4_000);
    expect(peers.n3).toMatchObject({ isConnected: false, silentMs: null });
    expect(peers.n3!.waiting.messages).toBeGreaterThan(0);
    expect(counts.sent).toBeGreaterThan(0);
    expect(counts.refusals).toEqual({});
  });

  test('is not opened without an address, or without its store', async () => {
    const opened = await three();
    await expect(alone({ folder: path('n1') })).rejects.toThrow('expected an address on which n1 listens');
    const peers = { n2: '127.0.0.1:1', n33: '127.0.0.1:1' };
    await expect(opened('n1', { peers })).rejects.toThrow(
      'expected where n2, n3 listen (peers); got nothing for n3',
    );
    await expect(opened('n1', { folder: path('other') })).rejects.toThrow(StorageError);
  });
});
