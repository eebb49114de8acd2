import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { pack } from '#src/encoding/pack.js';
import { PAYLOAD_BYTES_MAX } from '#src/transport/frame.js';
import { encodeRefusal } from '#src/transport/refusal.js';
import { decree, n1, n2 } from '#test/unit/paxos/log-words.js';
import { ofReplicas } from './messages.js';
import { Ear, type Message, poll, Raw, told, until, Wires } from './words.js';

const wires = new Wires();
const servers: { readonly server: Server; readonly sockets: Socket[] }[] = [];

afterEach(() => {
  wires.close();
  wires.reports.length = 0;
  for (const { server, sockets } of servers.splice(0)) {
    server.close();
    for (const socket of sockets) socket.destroy();
  }
});

/** n1, which sends to a server that a test holds in its hand. */
async function sending(options: object = {}) {
  const sockets: Socket[] = [];
  const raws: Raw[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    raws.push(new Raw(socket));
  });
  servers.push({ server, sockets });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as { readonly port: number };
  const transport = await wires.transport({
    peers: { n2: { host: '127.0.0.1', port: address.port } },
    random: () => 0,
    ...options,
  });
  const gone: string[] = [];
  transport.open(Object.assign(new Ear({ id: n1 }), { gone: (id: string) => gone.push(id) }));
  await until(() => raws.length === 1, 'a connection');
  return { transport, raws, gone };
}

describe('what is sent', () => {
  const snapshot = (megabytes: number, through = 1): Message => {
    const state = Array.from({ length: megabytes }, () => Buffer.alloc(1 << 20));
    return told({
      type: 'snapshot',
      snapshot: { through, state, sessions: [], configurations: [] },
    } as never);
  };
  /** n2, which reads nothing until all is sent. */
  const late = async (...messages: readonly Message[]): Promise<Raw> => {
    const { transport, raws } = await sending();
    const raw = raws[0]!.greet({ id: n2 });
    raw.socket.pause();
    for (const message of messages) transport.send(n2, message);
    await new Promise((resolve) => setTimeout(resolve, 100));
    raw.socket.resume();
    return raw;
  };

  test('a heartbeat overtakes a snapshot and a long message (N2)', async () => {
    const decrees = told({ type: 'decrees', after: 0, values: [decree('x'.repeat(10 << 20))], decided: 1 });
    const raw = await late(snapshot(20), decrees, poll(1));
    await until(() => raw.kinds().includes('end'), 'the end of the snapshot');
    const kinds = raw.kinds();
    const at = kinds.indexOf('message');
    expect(at).toBeGreaterThan(-1);
    expect(at).toBeLessThan(5);
    const isAnyOf = (...some: readonly string[]) => kinds.filter((kind) => some.includes(kind)).length;
    expect(isAnyOf('chunk', 'piece')).toBeGreaterThanOrEqual((20 << 20) / PAYLOAD_BYTES_MAX);
    expect(isAnyOf('part', 'last')).toBeGreaterThanOrEqual((10 << 20) / PAYLOAD_BYTES_MAX);
  });

  test('a vote with a large command overtakes a snapshot (N2)', async () => {
    const decrees = told({ type: 'decrees', after: 0, values: [decree('x'.repeat(1 << 20))], decided: 1 });
    const raw = await late(snapshot(20), decrees);
    await until(() => raw.kinds().includes('end'), 'the end of the snapshot');
    expect(raw.kinds().indexOf('last')).toBeLessThan(raw.kinds().length / 4);
  });

  test('a snapshot that was begun is sent to its end, though newer ones come (D15)', async () => {
    const other = new Ear({ id: n2 });
    const receiver = await wires.transport();
    receiver.open(other);
    const transport = await wires.transport({ peers: { n2: receiver.address } });
    transport.open(new Ear({ id: n1 }));
    const sending = setInterval(() => transport.send(n2, large(++through)), 1);
    let through = 0;
    const large = (slot: number): Message => {
      const { snapshot } = ofReplicas.snapshot;
      const state = Array.from({ length: 3_000 }, () => 'x'.repeat(1_000));
      return told({ type: 'snapshot', snapshot: { ...snapshot, through: slot, state } });
    };
    await until(() => other.heard.length > 1, 'two snapshots');
    clearInterval(sending);
    const [first] = other.heard.map(({ message }) => message);
    expect(first).toMatchObject({ message: { snapshot: { through: 1 } } });
    expect(through).toBeGreaterThan(2);
  });

  test('a snapshot that was on its way when the connection ended begins again over the next one', async () => {
    const { transport, raws } = await sending();
    raws[0]!.greet({ id: n2 });
    transport.send(n2, snapshot(20));
    await until(() => raws[0]!.kinds().includes('piece'), 'a piece');
    raws[0]!.socket.destroy();
    await until(() => raws.length === 2, 'another connection');
    raws[1]!.greet({ id: n2 });
    await until(() => raws[1]!.kinds().includes('end'), 'the end of the snapshot');
    const texts = raws[1]!.frames.filter(({ kind }) => kind === 'piece' || kind === 'chunk');
    expect(texts.length).toBeGreaterThanOrEqual((20 << 20) / PAYLOAD_BYTES_MAX);
  });

  test('a snapshot above snapshotBytesMax, or without its end, is not taken', async () => {
    const transport = await wires.transport({ snapshotBytesMax: 100_000 });
    const ear = new Ear({ id: n1 });
    transport.open(ear);
    const long = Raw.to(transport.address).greet({ id: n2 });
    for (const part of [60_000, 60_000]) long.send('chunk', Buffer.alloc(part));
    await until(() => long.isClosed, 'the end of the connection');
    const cut = Raw.to(transport.address).greet({ id: n2, connection: 2 });
    cut
      .send('piece', pack('array'))
      .send('piece', pack([1]))
      .send('end');
    await until(() => cut.isClosed, 'the end of the second connection');
    const other = Raw.to(transport.address).greet({ id: n2, connection: 3 });
    other.send('piece', pack([poll(1)])).send('end');
    await until(() => other.isClosed, 'the end of the third connection');
    expect(wires.said()).toContain('a snapshot of at most 100000 bytes');
    expect(wires.said()).toContain('expected one value in pieces, got 0, and 1 not ended');
    expect(wires.said()).toContain('a message; got one that is wrong at message.type');
    expect(ear.heard).toEqual([]);
  });

  test('a peer that reads nothing loses messages, and takes no more than its share of memory', async () => {
    const queue = { shortBytesMax: 100_000, longBytesMax: 1 << 20 };
    const { transport, raws } = await sending({ queue });
    raws[0]!.socket.pause();
    raws[0]!.greet({ id: n2 });
    const message = told({ type: 'decrees', after: 0, values: [decree('x'.repeat(10_000))], decided: 1 });
    for (let round = 0; round < 2_000; round++) {
      transport.send(n2, message);
      if (round % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(transport.counts.dropped).toBeGreaterThan(1_000);
    expect(transport.counts.sent + transport.counts.dropped).toBeGreaterThanOrEqual(2_000 - 10);
    transport.send(n2, snapshot(4));
    const before = transport.counts.dropped;
    transport.send(n2, snapshot(4));
    expect(transport.counts.dropped).toBe(before + 1);
  });

  test('a connection that ends is opened again, and what waited is sent over the new one', async () => {
    const { transport, raws } = await sending();
    raws[0]!.greet({ id: n2 });
    transport.send(n2, poll(1));
    await until(() => raws[0]!.kinds().includes('message'), 'a message');
    raws[0]!.socket.destroy();
    await until(() => raws.length === 2, 'another connection');
    transport.send(n2, poll(2));
    raws[1]!.greet({ id: n2 });
    await until(() => raws[1]!.kinds().includes('message'), 'a message over the second connection');
    expect(transport.counts).toMatchObject({ sent: 2, reconnects: 1, dropped: 0 });
  });

  test('a peer counts as gone once nobody has answered after a connection to it has ended', async () => {
    const { raws, gone } = await sending();
    for (const [index, isAnswered] of [true, true, false, false].entries()) {
      await until(() => raws.length === index + 1, 'a connection');
      if (isAnswered) raws[index]!.greet({ id: n2 });
      await until(() => raws[index]!.kinds().includes('greeting'), 'a greeting');
      expect(gone).toEqual(index < 3 ? [] : ['n2']);
      raws[index]!.socket.end();
    }
    await until(() => raws.length === 5, 'a fifth connection');
    expect(gone).toEqual(['n2']);
  });

  test('nothing is said to one who answers under another name, or of another cluster', async () => {
    const { transport, raws } = await sending();
    transport.send(n2, poll(1));
    raws[0]!.greet({ id: n1 });
    await until(() => raws.length === 2, 'another attempt');
    raws[1]!.greet({ id: n2, cluster: 'others' });
    await until(() => raws.length === 3, 'a third attempt');
    expect(raws.flatMap((raw) => raw.kinds())).not.toContain('message');
    expect(transport.counts.refused).toBe(2);
    expect(wires.said()).toContain('n1 answers in its place');
    expect(wires.said()).toContain('it is of cluster others');
  });

  test('what was said just before it closes still arrives', async () => {
    const { transport, raws } = await sending();
    raws[0]!.greet({ id: n2 });
    await until(() => transport.status.peers.n2!.isConnected, 'a peer that has greeted');
    transport.send(n2, poll(1));
    transport.close();
    await until(() => raws[0]!.isClosed, 'the end of the connection');
    expect(raws[0]!.kinds()).toContain('message');
  });

  test('a connection to a process that is gone is given up when the next process calls (N1)', async () => {
    const { transport, raws } = await sending();
    raws[0]!.greet({ id: n2, boot: 'b1', start: 1 });
    transport.send(n2, poll(1));
    await until(() => raws[0]!.kinds().includes('message'), 'a message');
    Raw.to(transport.address).greet({ id: n2, boot: 'b2', start: 2 });
    await until(() => raws[0]!.isClosed, 'the end of the connection to the old process');
    await until(() => raws.length === 2, 'a connection to the new one');
  });

  test('a peer that refuses this node is reported', async () => {
    const { transport, raws } = await sending();
    raws[0]!.send('refusal', encodeRefusal({ why: 'it is of cluster tests' }));
    await until(() => transport.counts.refused === 1, 'a refusal');
    expect(wires.said()).toContain(
      'expected to be heard by n2: it refuses this node: it is of cluster tests.',
    );
  });

  test('a side that falls silent is taken for gone', async () => {
    let now = 0;
    const timers: (() => void)[] = [];
    const clock = {
      now: () => now,
      after: (_: number, callback: () => void) => {
        timers.push(callback);
        return () => {};
      },
    };
    const transport = await wires.transport({ clock });
    transport.open(new Ear({ id: n1 }));
    const raw = Raw.to(transport.address).greet({ id: n2 });
    await until(() => raw.kinds().includes('greeting'), 'a greeting');
    now = 1_000;
    timers.shift()!();
    await until(() => raw.kinds().includes('beat'), 'a beat');
    now = 5_001;
    timers.shift()!();
    await until(() => raw.isClosed, 'the end of the connection');
    expect(wires.said()).toContain('expected a sign of life');
  });
});
