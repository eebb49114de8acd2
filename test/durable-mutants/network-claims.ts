/** What a node has to do on its network: each claim throws where production, or a mutant of it, does not. */

import { createServer, type Server } from 'node:net';
import { expect } from 'vitest';
import type { Hello } from '#src/node/handshake.js';
import { VERSIONS } from '#src/node/handshake.js';
import { configurationId } from '#src/paxos/configuration.js';
import { slot } from '#src/paxos/slot.js';
import { KINDS } from '#src/paxos/versions.js';
import { frameOf } from '#src/transport/frame.js';
import { messageCodec } from '#src/transport/message-codec.js';
import type { TcpOptions } from '#src/transport/tcp-transport.js';
import { FailingLevel } from '#test/storage/failing-level.js';
import { Ear, hello, LOOPBACK, type Message, poll, Raw, told } from '#test/transport/words.js';
import { decree, n1, n2, n3, slotVote } from '#test/unit/paxos/log-words.js';
import { elected, opened, options } from '#test/unit/paxos/replica-words.js';
import { among, type Claim, passes, written } from './claims.js';
import type { Production } from './production.js';

const { encode } = messageCodec<Message>();

export const NETWORK_CLAIMS = {
  'a member that was started again takes the place of its dead connection': (production) =>
    listening(production, async ({ as, ear }) => {
      const before = as({ start: 1, boot: 'b1' });
      await comes(() => before.kinds().includes('greeting'));
      const after = as({ start: 2, boot: 'b2' }).send('message', encode(poll(2, 2)));
      await comes(() => ear.heard.length === 1 || after.isClosed);
      expect(ear.heard).toHaveLength(1);
    }),
  'a connection that was replaced is closed, and not heard any more': (production) =>
    listening(production, async ({ as, ear }) => {
      const before = as({ start: 1, boot: 'b1' });
      await comes(() => before.kinds().includes('greeting'));
      const after = as({ start: 2, boot: 'b2' });
      await comes(() => after.kinds().includes('greeting'));
      before.send('message', encode(poll(1)));
      await passes(100);
      expect([before.isClosed, ear.heard]).toEqual([true, []]);
    }),
  'a connection to a process that is gone is given up when the next one calls': (production) =>
    sending(production, async ({ raws, transport }) => {
      raws[0]!.greet({ id: n2, start: 1, boot: 'b1' });
      transport.send(n2, poll(1));
      await comes(() => raws[0]!.kinds().includes('message'));
      const next = Raw.to(transport.address).greet({ id: n2, start: 2, boot: 'b2' });
      await comes(() => next.kinds().includes('greeting'));
      await passes(100);
      expect(raws[0]!.isClosed).toBe(true);
    }),
  'a process of before is refused': (production) =>
    listening(production, (wire) => onlyFirst({ start: 1, boot: 'b1' }, wire)),
  'a process from a copy of the disk is refused': (production) =>
    listening(production, (wire) => onlyFirst({ start: 2, boot: 'b3' }, wire)),
  'a frame that announces 4 GB is refused': (production) =>
    listening(production, async ({ transport }) => {
      const raw = Raw.to(transport.address);
      raw.socket.write(Buffer.from([255, 255, 255, 255, 3]));
      await passes(300);
      expect([raw.isClosed, transport.counts.invalid]).toEqual([true, 1]);
    }),
  'a message that comes in two halves is believed when it is whole': (production) =>
    listening(production, async ({ as, ear }) => {
      const raw = as();
      await comes(() => raw.kinds().includes('greeting'));
      const frame = frameOf('message', encode(poll(1)));
      raw.socket.write(frame.subarray(0, 20));
      await passes(50);
      raw.socket.write(frame.subarray(20));
      await comes(() => ear.heard.length === 1 || raw.isClosed);
      expect(ear.heard).toEqual([{ from: n2, message: poll(1) }]);
    }),
  'a message that cannot be is not handed over': (production) =>
    listening(production, async ({ as, ear }) => {
      const raw = as().send('message', encode(poll(-1)));
      await passes(300);
      expect([raw.isClosed, ear.heard]).toEqual([true, []]);
    }),
  'a message that never ends is cut off': (production) =>
    listening(
      production,
      async ({ as }) => {
        const raw = as();
        for (const part of [60_000, 60_000]) raw.send('part', Buffer.alloc(part));
        await passes(300);
        expect(raw.isClosed).toBe(true);
      },
      { messageBytesMax: 100_000 },
    ),
  'a peer that reads nothing loses messages rather than memory': (production) =>
    sending(
      production,
      async ({ raws, transport }) => {
        raws[0]!.socket.pause();
        raws[0]!.greet({ id: n2 });
        const message = told({ type: 'decrees', after: 0, values: [decree('x'.repeat(10_000))], decided: 1 });
        for (let round = 0; round < 2_000; round++) {
          transport.send(n2, message);
          if (round % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
        }
        expect(transport.counts.dropped).toBeGreaterThan(0);
      },
      { queue: { shortBytesMax: 100_000, longBytesMax: 1 << 20 } },
    ),
  'a peer that is silent is taken for gone': async (production) => {
    let now = 0;
    const timers: (() => void)[] = [];
    const after = (_: number, callback: () => void) => {
      timers.push(callback);
      return () => {};
    };
    const use = async ({ as }: Listening): Promise<void> => {
      const raw = as();
      await comes(() => raw.kinds().includes('greeting'));
      now = 10_000;
      timers.shift()!();
      await passes(100);
      expect(raw.isClosed).toBe(true);
    };
    await listening(production, use, { clock: { now: () => now, after } });
  },
  'plain text does not leave the machine unasked': async ({ tcpTransport }) => {
    const made = tcpTransport({ listen: { host: '0.0.0.0', port: 0 } });
    await expect(made.then((transport) => transport.close())).rejects.toThrow('tls');
  },
  'a member with other limits is refused': async (production) => {
    const other = ({ limits }: Hello) => ({ limits: { ...limits, windowMax: limits.windowMax + 1 } });
    expect(await objection(production, other)).toBe('limits');
  },
  'a member of another cluster is refused': async (production) => {
    expect(await objection(production, () => ({ cluster: 'others' }))).toBe('cluster');
  },
  'a member of another version is refused': async (production) => {
    expect(await objection(production, () => ({ version: 99, versionMax: 99 }))).toBe('version');
  },
  'a member in another incarnation is refused': async (production) => {
    expect(await objection(production, () => ({ incarnation: 77 }))).toBe('stranger');
  },
  'the old majority is strange to the cluster that takes its place': async ({ foundCluster }) => {
    const found = () => foundCluster({ name: 'orders', members: [n1, n2, n3] });
    const [before, after] = [found(), found()];
    expect(before.cluster).not.toBe(after.cluster);
    const lives = [before, after].map(({ configuration }) =>
      configuration.members.map(({ incarnation }) => incarnation),
    );
    expect(lives[0]).not.toEqual(lives[1]);
  },
  'a command without an answer is not told to be rejected': async ({ connect, systemClock }) => {
    const node = {
      options: { id: n1 },
      request: () => new Promise<never>(() => {}),
      openSession: async () => ({ type: 'opened', session: 7 }) as const,
      change: () => new Promise<never>(() => {}),
      read: () => new Promise<never>(() => {}),
    };
    const world = { clock: systemClock, random: Math.random, attemptMs: 20, withinMs: 60 };
    const error = await connect([node], world)
      .propose('a')
      .catch(({ name }: Error) => name);
    expect(error).toBe('OutcomeUnknown');
  },
  'a member that meets a decree of no known kind stops': async (production) => {
    const { node, storage, say } = await among(production, await written(production));
    say({ type: 'witnessed', start: storage.start, reach: null });
    const value = { type: 'merge' } as never;
    const message = {
      type: 'accept',
      ...slotVote('1 9.n2 a'),
      value,
      configuration: configurationId(1),
    } as const;
    say({ type: 'told', incarnation: 0, reach: { start: 1, batch: 1 }, message });
    expect(node.status.isClosed).toBe(true);
    node.close();
  },
  'a member that does not know an enabled version stops': async (production) => {
    const { node, storage, say } = await among(production, await written(production));
    say({ type: 'witnessed', start: storage.start, reach: null });
    const version = VERSIONS.versionMax + 1;
    const message = { type: 'decided', slot: slot(1), value: { type: 'enable', version } } as const;
    say({ type: 'told', incarnation: 0, reach: { start: 1, batch: 1 }, message });
    expect(node.status.isClosed).toBe(true);
    node.close();
  },
  'a kind of decree is not proposed before it is enabled': async ({ replicaOf }) => {
    const { start, step } = replicaOf({ ...options, kinds: { ...KINDS, openSession: 2 } });
    const inputs = [...elected, { ...opened, now: 0 }];
    const [, effects] = inputs.reduce<ReturnType<typeof step>>(
      ([replica], input) => step(replica, input),
      start(),
    );
    expect(effects.map(({ type }) => type)).toEqual(['reply']);
  },
  'a vote that is told again waits for the disk as the first one does': async (production) => {
    const db = await written(production, new FailingLevel());
    const { node, storage, sent, say } = await among(production, db);
    say({ type: 'witnessed', start: storage.start, reach: null });
    db.hangs = true;
    const message = { type: 'accept', ...slotVote('1 9.n2 a'), configuration: configurationId(1) } as const;
    const reach = { start: 1, batch: 1 };
    for (let times = 0; times < 2; times++) say({ type: 'told', incarnation: 0, reach, message });
    await passes(50);
    expect(sent).not.toContain('accepted');
    node.close();
  },
} satisfies Readonly<{ [name: string]: Claim }>;

type Wire = Awaited<ReturnType<typeof transportOf>>;
interface Listening extends Wire {
  /** A connection that says it is from n2. */
  readonly as: (given?: object) => Raw;
}

/** n1, to which a claim speaks as n2. */
async function listening(
  production: Production,
  use: (listening: Listening) => Promise<void>,
  options: Partial<TcpOptions> = {},
): Promise<void> {
  const wire = await transportOf(production, options);
  const raws: Raw[] = [];
  const as = (given: object = {}): Raw => {
    const raw = Raw.to(wire.transport.address).greet({ id: n2, ...given });
    raws.push(raw);
    return raw;
  };
  try {
    await use({ ...wire, as });
  } finally {
    for (const { socket } of raws) socket.destroy();
    wire.transport.close();
  }
}

/** n1, which sends to a server that a claim holds in its hand. */
export async function sending(
  production: Production,
  use: (sending: Wire & { readonly raws: readonly Raw[] }) => Promise<void>,
  options: Partial<TcpOptions> = {},
): Promise<void> {
  const raws: Raw[] = [];
  const server: Server = createServer((socket) => void raws.push(new Raw(socket)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { readonly port: number };
  const wire = await transportOf(production, { peers: { n2: { host: '127.0.0.1', port } }, ...options });
  try {
    await comes(() => raws.length === 1);
    await use({ ...wire, raws });
  } finally {
    wire.transport.close();
    server.close();
    for (const { socket } of raws) socket.destroy();
  }
}

async function transportOf({ tcpTransport }: Production, options: Partial<TcpOptions>) {
  const transport = await tcpTransport<Message>({ listen: LOOPBACK, random: () => 0, ...options });
  const ear = new Ear({ id: n1, limits: { ...hello.limits, alpha: 2, valueBytesMax: 20_000 } });
  transport.open(ear);
  return { transport, ear };
}

/** After a process with start 2 the given one is refused, and not heard. */
async function onlyFirst(given: object, { as, ear }: Listening): Promise<void> {
  const latest = as({ start: 2, boot: 'b2' });
  await comes(() => latest.kinds().includes('greeting'));
  const other = as(given).send('message', encode(poll(1)));
  await comes(() => other.frames.length > 0);
  expect(other.kinds()).toEqual(['refusal']);
  expect([latest.isClosed, ear.heard]).toEqual([false, []]);
}

/** Of what kind a node's objection is to a member that says this of itself in the place of what is right. */
async function objection(
  production: Production,
  given: (right: Hello) => Partial<Hello>,
): Promise<string | undefined> {
  const { node, peer } = await among(production, await written(production));
  const right = { ...peer().hello, id: n2 };
  expect(peer().objection(right)).toBeNull();
  const found = peer().objection({ ...right, ...given(right) });
  node.close();
  return found?.kind;
}

/** Waits until it is so, or long enough to say that it does not come. */
export async function comes(isSo: () => boolean): Promise<void> {
  const end = performance.now() + 3_000;
  while (!isSo() && performance.now() < end) await passes(5);
}
