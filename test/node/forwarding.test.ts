import { afterEach, describe, expect, test } from 'vitest';
import { connect } from '#src/node/client.js';
import { Forwarding } from '#src/node/forwarding.js';
import type { Versions } from '#src/node/handshake.js';
import type { MemberMessage } from '#src/node/member-message.js';
import { openNode, type SynodNode } from '#src/node/node.js';
import type { Transport } from '#src/node/ports.js';
import { systemClock } from '#src/node/system-clock.js';
import { InvalidInput } from '#src/paxos/invalid-input.js';
import type { NodeId } from '#src/paxos/node-id.js';
import { rejected } from '#src/paxos/reply.js';
import { memoryStorage } from '#src/storage/memory-storage.js';
import { memoryNetwork } from '#src/transport/memory-network.js';
import { until } from '#test/transport/words.js';
import { first, n1, n2, n3 } from '#test/unit/paxos/log-words.js';
import { machine, type State } from '#test/unit/paxos/replica-words.js';

type Message = MemberMessage<string, State, number>;

const limits = { alpha: 8, proposalsMax: 8, electionMs: 100, heartbeatMs: 20, resendMs: 40 };
const world = { clock: systemClock, random: Math.random };
const nodes: SynodNode<string, State, number>[] = [];
afterEach(() => {
  for (const node of nodes.splice(0)) node.close();
});

/** Three nodes, and the messages of one of them that are lost. */
async function cluster(waitMs = 50, versions?: Versions, waitingMax = 100) {
  const network = memoryNetwork();
  const lost = new Set<Message['type']>();
  const seen: Message['type'][] = [];
  const lossy = (): Transport<Message> => {
    const under = network.join<Message>();
    return {
      ...under,
      bytesOf: (value) => String(value).length,
      send: (to, message) => {
        seen.push(message.type);
        if (!lost.has(message.type)) under.send(to, message);
      },
    };
  };
  const opened = await Promise.all(
    [n1, n2, n3].map(async (id) => {
      const forwarding = new Forwarding<string, State, number>(lossy(), { ...world, waitMs, waitingMax });
      const ports = {
        ...world,
        storage: memoryStorage<string, State, number>({ alpha: 8, configuration: first }),
      };
      const member = { id, incarnation: 0, configuration: first, machine, cluster: 'tests', limits };
      const options = { ...member, ...(versions && { versions }) };
      const node = await openNode<string, State, number>(options, {
        ...ports,
        transport: forwarding.transport,
      });
      nodes.push(node);
      return { node, entry: forwarding.entry(node) };
    }),
  );
  await until(() => opened.some(({ node }) => node.status.phase === 'leading'), 'a leader');
  await until(() => opened.every(({ node }) => node.status.leader !== null), 'a leader that all hear');
  const member = opened.find(({ node }) => node.status.phase !== 'leading')!;
  return { member, lost, seen, leader: opened.find(({ node }) => node.status.phase === 'leading')! };
}

describe('a leader', () => {
  test('takes once what a network brings twice: what it has rejected does not happen after all', async () => {
    const asked: string[] = [];
    let receive: (from: NodeId, message: Message) => void = () => {};
    const under: Transport<Message> = {
      open: (peer) => {
        receive = peer.receive;
      },
      send: () => {},
      close: () => {},
    };
    const forwarding = new Forwarding<string, State, number>(under, { ...world, waitMs: 50, waitingMax: 9 });
    forwarding.transport.open({ hello: {} as never, objection: () => null, receive: () => {} });
    const openSession = async (nonce: string) => {
      asked.push(nonce);
      return rejected('busy');
    };
    forwarding.entry({ options: { id: n1 }, status: { isClosed: false }, openSession } as never);
    const forward = (from: NodeId, number: number): void =>
      receive(from, { type: 'forward', number, asked: { type: 'openSession', nonce: `${from} ${number}` } });
    for (const number of [7, 3, 7, 3, 8]) forward(n2, number);
    forward(n3, 7);
    expect(asked).toEqual(['n2 7', 'n2 3', 'n2 8', 'n3 7']);
    for (let number = 10; number < 10_100; number++) forward(n2, number);
    forward(n2, 10_099);
    expect(asked).toHaveLength(4 + 10_090);
  });
});

describe('a member that does not lead', () => {
  test('takes commands, and has the leader execute them', async () => {
    const { member, seen } = await cluster();
    const client = connect([member.entry], world);
    expect(await client.propose('a')).toMatchObject({ answer: 1 });
    expect(await client.propose('b')).toMatchObject({ answer: 2 });
    expect(member.node.status.phase).not.toBe('leading');
    expect(seen.filter((type) => type === 'forward').length).toBeGreaterThanOrEqual(3);
  });

  test('hands on no more than may wait for the leader: one more is too much', async () => {
    const { member, lost } = await cluster(50, undefined, 2);
    lost.add('forwarded');
    const asked = ['a', 'b', 'c'].map((nonce) => member.entry.openSession(nonce));
    expect(await asked[2]).toEqual({ type: 'rejected', reason: 'busy', leader: null });
    expect(await Promise.all(asked.slice(0, 2))).toEqual([
      { type: 'unknown', slot: 0 },
      { type: 'unknown', slot: 0 },
    ]);
  });

  test('has the leader let another lead, and nothing changed that an older program of the leader could not read', async () => {
    const { member, leader } = await cluster();
    const lead = { type: 'lead', id: member.node.options.id } as const;
    await connect([member.entry], world).change(() => lead);
    expect(member.node.status.phase).toBe('leading');
    expect(leader.node.status.phase).not.toBe('leading');
    const old = await cluster(50, { version: 1, versionMax: 1 });
    for (const type of ['lead', 'remove'] as const)
      expect(await old.member.entry.change({ type, id: n1 })).toMatchObject({ reason: 'notEnabled' });
    expect(old.seen).not.toContain('forward');
  });

  test('refuses a command above valueBytesMax itself', async () => {
    const { member, seen } = await cluster();
    const request = { session: 1, sequence: 1, answered: 0, command: 'x'.repeat((1 << 20) + 1) };
    await expect(member.entry.request(request)).rejects.toThrow(InvalidInput);
    expect(seen).not.toContain('forward');
  });

  test('asks again with the same session and number where the reply is lost, and it is executed once', async () => {
    const { member, lost, seen } = await cluster();
    const client = connect([member.entry], world);
    await client.propose('a');
    lost.add('forwarded');
    const proposing = client.propose('b');
    const before = seen.filter((type) => type === 'forward').length;
    await until(() => seen.filter((type) => type === 'forward').length >= before + 3, 'three attempts');
    lost.delete('forwarded');
    expect(await proposing).toMatchObject({ answer: 2 });
    expect(await client.propose('c')).toMatchObject({ answer: 3 });
    await until(() => member.node.status.state.length === 3, 'the state of three commands');
    expect(member.node.status.state).toEqual(['a', 'b', 'c']);
  });

  test('asks the next leader as soon as there is one, and does not wait for the one that was lost', async () => {
    const { member, leader } = await cluster(60_000);
    const client = connect([member.entry], { ...world, attemptMs: 60_000 });
    await client.propose('a');
    leader.node.close();
    expect(await client.propose('b')).toMatchObject({ answer: 2 });
  });

  test('says that it does not know where the leader’s reply never comes', async () => {
    const { member, lost } = await cluster();
    const client = connect([member.entry], world);
    await client.propose('a');
    lost.add('forwarded');
    await expect(client.propose('b', { withinMs: 200 })).rejects.toThrow('may have been executed');
  });
});
