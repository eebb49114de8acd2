import { afterEach, describe, expect, test } from 'vitest';
import { frameOf } from '#src/transport/frame.js';
import { messageCodec } from '#src/transport/message-codec.js';
import { NotListening } from '#src/transport/not-listening.js';
import { n1, n2 } from '#test/unit/paxos/log-words.js';
import { Ear, hello, type Message, poll, Raw, until, Wires } from './words.js';

const { encode } = messageCodec<Message>();
const wires = new Wires();

afterEach(() => {
  wires.close();
  wires.reports.length = 0;
});

/** n1, to which a test speaks as n2. */
async function listening() {
  const transport = await wires.transport();
  const ear = new Ear({ id: n1 });
  transport.open(ear);
  const as = (given: object = {}): Raw => Raw.to(transport.address).greet({ id: n2, ...given });
  return { transport, ear, as };
}

describe('a transport does not listen', () => {
  test('on a port that another one has, and says what to do', async () => {
    const { address } = await wires.transport();
    await expect(wires.transport({ listen: address })).rejects.toMatchObject({
      name: 'NotListening',
      code: 'EADDRINUSE',
      message: expect.stringContaining(
        `expected to listen on 127.0.0.1:${address.port}; got EADDRINUSE: another program has the port, or this member runs already.`,
      ),
    });
  });

  test.each([
    [
      'an address that this machine does not have',
      '192.0.2.1',
      'EADDRNOTAVAIL: this machine has no such address',
    ],
    ['a host that does not exist', 'no-such-host.invalid', /got (ENOTFOUND|EAI_AGAIN): the host/],
  ])('on %s', async (_, host, told) => {
    const listening = wires.transport({ listen: { host, port: 4001 }, allowPlainText: true });
    await expect(listening).rejects.toThrow(told);
  });

  test.each(['EACCES', 'EOTHER'])('where the system says %s', (code) => {
    const cause = Object.assign(new Error('it may not'), { code });
    const { message } = new NotListening({ host: '::1', port: 80 }, cause);
    expect(message).toMatch(
      /^expected to listen on \[::1\]:80; got (EACCES: this user may not listen|EOTHER: it may not)/,
    );
  });
});

describe('who is let in', () => {
  test('a peer that comes back after its power was cut takes the place of its dead connection (N1)', async () => {
    const { ear, as } = await listening();
    const before = as({ start: 1, boot: 'b1' });
    await until(() => before.kinds().includes('greeting'), 'a greeting');
    const after = as({ start: 2, boot: 'b2' });
    await until(() => before.isClosed, 'the end of the dead connection');
    after.send('message', encode(poll(2, 2)));
    await until(() => ear.heard.length === 1, 'a message of the new process');
    expect(after.isClosed).toBe(false);
  });

  test('the same process takes the place of its own dead connection, and never the other way round', async () => {
    const { ear, as } = await listening();
    const late = as({ connection: 2 });
    await until(() => late.kinds().includes('greeting'), 'a greeting');
    const early = as({ connection: 1 });
    await until(() => early.isClosed, 'a refusal');
    expect(early.frames[0]!.text).toContain('it has opened another connection since');
    const latest = as({ connection: 3 });
    await until(() => late.isClosed, 'the end of the second connection');
    latest.send('message', encode(poll(3)));
    await until(() => ear.heard.length === 1, 'a message over the third connection');
  });

  test.each([
    ['of an earlier start', { start: 1, boot: 'b1' }, 'it is start 1 of n2, and start 2 has been here'],
    ['from a copy of the disk', { start: 2, boot: 'b3' }, 'start 2 of n2 is another process'],
  ])('a process %s is refused, reported and counted', async (_, given, why) => {
    const { transport, ear, as } = await listening();
    const latest = as({ start: 2, boot: 'b2' });
    await until(() => latest.kinds().includes('greeting'), 'a greeting');
    const other = as(given).send('message', encode(poll(1)));
    await until(() => other.isClosed, 'a refusal');
    expect(other.frames).toEqual([{ kind: 'refusal', text: expect.stringContaining(why) }]);
    expect(wires.said()).toContain(why);
    expect(transport.counts.refused).toBe(1);
    expect([latest.isClosed, ear.heard]).toEqual([false, []]);
  });

  test('a node under this node’s own name is refused', async () => {
    const { as } = await listening();
    const double = as({ id: n1 });
    await until(() => double.isClosed, 'a refusal');
    expect(double.frames[0]!.text).toContain('it has the name of this node');
  });

  test('a member that was removed is not listened to any more', async () => {
    const transport = await wires.transport();
    let isMember = true;
    const ear = new Ear({ id: n1 });
    transport.open({
      ...ear,
      objection: () => (isMember ? null : { kind: 'stranger', why: 'it was removed' }),
    });
    const raw = Raw.to(transport.address)
      .greet({ id: n2 })
      .send('message', encode(poll(1)));
    await until(() => ear.heard.length === 1, 'a message');
    isMember = false;
    raw.send('message', encode(poll(2))).send('beat');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(ear.heard).toHaveLength(1);
  });

  test.each([
    ['speaks before it greets', () => frameOf('message', encode(poll(1)))],
    ['announces a frame of 4 GB', () => Buffer.from([255, 255, 255, 255, 3])],
    ['sends a frame of no known kind', () => Buffer.from([0, 0, 0, 1, 99])],
    ['speaks another protocol', () => Buffer.from('GET / HTTP/1.1\r\nHost: synod\r\n\r\n')],
  ])('who %s is cut off, with an error that says so', async (_, bytes) => {
    const { transport, ear } = await listening();
    const raw = Raw.to(transport.address);
    raw.socket.write(bytes());
    await until(() => raw.isClosed, 'the end of the connection');
    expect(transport.counts.invalid).toBe(1);
    expect(wires.reports[0]!.name).toBe('InvalidFrame');
    expect(ear.heard).toEqual([]);
  });

  test('a member is cut off when its message is none, or longer than any may be', async () => {
    const transport = await wires.transport({ messageBytesMax: 100_000 });
    transport.open(new Ear({ id: n1, limits: { ...hello.limits, alpha: 2, valueBytesMax: 1_000 } }));
    const raw = Raw.to(transport.address).greet({ id: n2 });
    raw.send('message', encode(poll(-1)));
    await until(() => raw.isClosed, 'the end of the connection');
    const long = Raw.to(transport.address).greet({ id: n2, connection: 2 });
    for (const part of [60_000, 60_000]) long.send('part', Buffer.alloc(part));
    await until(() => long.isClosed, 'the end of the second connection');
    expect(wires.said()).toContain('a message; got one that is wrong at message.decided');
    expect(wires.said()).toContain('a message of at most 100000 bytes');
  });

  test.each<[string, Message]>([
    ['in another life', { ...poll(1), incarnation: 1 } as Message],
    ['of a later start', poll(1, 2)],
    ['that says to have started in another life', { type: 'started', incarnation: 1, start: 1 }],
    ['that says to have started once more', { type: 'started', incarnation: 0, start: 2 }],
  ])('a member is cut off when it speaks as one %s than it has greeted', async (_, message) => {
    const { transport, ear, as } = await listening();
    const raw = as()
      .send('message', encode(poll(1)))
      .send('message', encode(message));
    await until(() => raw.isClosed, 'the end of the connection');
    expect(ear.heard).toHaveLength(1);
    expect(transport.counts.invalid).toBe(1);
    expect(wires.said()).toContain('messages of incarnation 0, start 1, which has greeted');
  });

  test('a transport that cannot carry the largest promise of its cluster is not opened', async () => {
    const { alpha, valueBytesMax } = hello.limits;
    const transport = await wires.transport({ messageBytesMax: alpha * valueBytesMax });
    expect(() => transport.open(new Ear({ id: n1 }))).toThrow(
      `for promises of ${alpha} votes with ${valueBytesMax} bytes each`,
    );
  });

  test('a value has as many bytes as the codec writes', async () => {
    const { transport } = await listening();
    expect(transport.bytesOf('x'.repeat(100))).toBe(102);
  });

  test('nobody is let in before the node opens the transport, and nobody hears it after it has closed', async () => {
    const transport = await wires.transport();
    const early = Raw.to(transport.address).greet({ id: n2 });
    await until(() => early.isClosed, 'the end of the connection');
    transport.open(new Ear({ id: n1 }));
    const raw = Raw.to(transport.address).greet({ id: n2 });
    await until(() => raw.kinds().includes('greeting'), 'a greeting');
    transport.close();
    await until(() => raw.isClosed, 'the end of the connection');
  });

  test('plain text does not leave this machine unless that is allowed', async () => {
    const away = { host: '192.0.2.1', port: 1 };
    await expect(wires.transport({ listen: { host: '0.0.0.0', port: 0 } })).rejects.toThrow(
      'expected certificates (tls) for 0.0.0.0',
    );
    await expect(wires.transport({ peers: { n2: away } })).rejects.toThrow('allowPlainText');
    const transport = await wires.transport();
    expect(() => transport.know(n2, away)).toThrow(TypeError);
    const allowed = await wires.transport({ listen: { host: '0.0.0.0', port: 0 }, allowPlainText: true });
    expect(allowed.address.port).toBeGreaterThan(0);
  });
});
