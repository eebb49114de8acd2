/** Words for the tests of transports: nodes that only write down what they hear, and transports between them. */
import { connect, type Socket } from 'node:net';
import type { Hello, Objection } from '#src/node/handshake.js';
import type { MemberMessage } from '#src/node/member-message.js';
import type { Peer, Transport } from '#src/node/ports.js';
import { clusterLimits, limits as withDefaults } from '#src/paxos/limits.js';
import type { NodeId } from '#src/paxos/node-id.js';
import type { ReplicaMessage } from '#src/paxos/replica-message.js';
import { type FrameKind, FrameReader, frameOf } from '#src/transport/frame.js';
import { encodeGreeting, type Greeting } from '#src/transport/greeting.js';
import { type TcpOptions, type TcpTransport, tcpTransport } from '#src/transport/tcp-transport.js';
import { n1 } from '#test/unit/paxos/log-words.js';

export type Message = MemberMessage<unknown, unknown, unknown>;
export type OfReplica = ReplicaMessage<unknown, unknown, unknown>;

export const hello: Hello = {
  cluster: 'tests',
  id: n1,
  incarnation: 0,
  start: 1,
  version: 1,
  limits: clusterLimits(withDefaults({ leaseMs: 0 })),
};

/** A node that hears all, of whoever is of its cluster. */
export class Ear implements Peer<Message> {
  readonly hello: Hello;
  readonly heard: { readonly from: NodeId; readonly message: Message }[] = [];

  constructor(given: Partial<Hello>) {
    this.hello = { ...hello, ...given };
  }

  readonly objection = ({ cluster }: Hello): Objection | null =>
    cluster === this.hello.cluster ? null : { kind: 'cluster', why: `it is of cluster ${cluster}` };

  readonly receive = (from: NodeId, message: Message): void => void this.heard.push({ from, message });
}

export const LOOPBACK = { host: '127.0.0.1', port: 0 };

export const told = (message: OfReplica, start = hello.start): Message => ({
  type: 'told',
  incarnation: hello.incarnation,
  reach: { start, batch: 2 },
  message,
});
export const poll = (decided: number, start?: number): Message => told({ type: 'poll', decided }, start);

/** TCP transports of one test, which are closed at its end. */
export class Wires {
  readonly reports: Error[] = [];
  readonly #open: Transport<Message>[] = [];

  async transport(options: Partial<TcpOptions> = {}): Promise<TcpTransport<Message>> {
    const report = (error: Error): void => void this.reports.push(error);
    const transport = await tcpTransport<Message>({ listen: LOOPBACK, report, ...options });
    this.#open.push(transport);
    return transport;
  }

  close(): void {
    for (const transport of this.#open) transport.close();
  }

  said(): string {
    return this.reports.map(({ message }) => message).join('\n');
  }
}

/** Waits until it is so. */
export async function until(isSo: () => boolean, what: string, withinMs = 10_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`expected ${what} within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A connection that a test holds in its hand. */
export class Raw {
  readonly frames: { readonly kind: FrameKind; readonly text: string }[] = [];
  isClosed = false;
  readonly #reader = new FrameReader();

  constructor(readonly socket: Socket) {
    socket.on('data', (bytes) => {
      for (const { kind, payload } of this.#reader.read(bytes))
        this.frames.push({ kind, text: Buffer.from(payload).toString() });
    });
    // A reset by the other side is what some tests wait for; `close` follows it.
    socket.on('error', () => {});
    socket.on('close', () => {
      this.isClosed = true;
    });
  }

  static to({ host, port }: { readonly host: string; readonly port: number }): Raw {
    return new Raw(connect({ host, port }));
  }

  greet(given: Partial<Greeting>): this {
    return this.send('greeting', encodeGreeting({ ...hello, boot: 'b', connection: 1, ...given }));
  }

  send(kind: FrameKind, payload?: Uint8Array): this {
    this.socket.write(frameOf(kind, payload));
    return this;
  }

  kinds(): readonly FrameKind[] {
    return this.frames.map(({ kind }) => kind);
  }
}
