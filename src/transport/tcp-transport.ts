/** Messages between nodes over TCP or mutual TLS. */
import { randomUUID } from 'node:crypto';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import { commonVersion, type Hello } from '../node/handshake.js';
import type { Clock, Peer, Random, Transport } from '../node/ports.js';
import { systemClock } from '../node/system-clock.js';
import type { Member } from '../paxos/configuration.js';
import type { ClusterLimits } from '../paxos/limits.js';
import type { NodeId } from '../paxos/node-id.js';
import { type Address, addressOf, showAddress } from './address.js';
import { assertAllowed, assertHasRoomFor } from './admissible.js';
import { type Counts, noCounts } from './counts.js';
import { type Credentials, nameObjection, tlsOptions } from './credentials.js';
import type { Greeting } from './greeting.js';
import { Link } from './link.js';
import { Lives } from './lives.js';
import { type Carried, type Codec, messageCodec, saidBy } from './message-codec.js';
import { NotListening } from './not-listening.js';
import { Reception } from './reception.js';
import type { Refusal } from './refusal.js';
import { refused } from './refused-peer.js';
import type { QueueLimits } from './send-queue.js';
import type { TransportStatus } from './status.js';

export interface TcpOptions {
  readonly listen: Address;
  /** Where the other members listen, by their names. More can be told later. */
  readonly peers?: Readonly<Record<string, Address>>;
  /** Reads the certificates. Without it everything travels as plain text. */
  readonly tls?: () => Credentials;
  /** Plain text beyond this machine: whoever can reach the port can pretend to be a member. */
  readonly allowPlainText?: boolean;
  /** The longest message in bytes, and of a large snapshot the longest text or array of bytes in it. */
  readonly messageBytesMax?: number;
  /** The largest snapshot in bytes. */
  readonly snapshotBytesMax?: number;
  readonly queue?: Partial<QueueLimits>;
  /** Is told of peers that were refused and of connections that failed. */
  readonly report?: (error: Error) => void;
  readonly clock?: Clock;
  readonly random?: Random;
}

const MESSAGE_BYTES_MAX = 1 << 28;
const SNAPSHOT_BYTES_MAX = 2 ** 32;
const QUEUE: QueueLimits = { shortBytesMax: 4 << 20, longBytesMax: 64 << 20 };
/** Connections that are open at once from outside: more than one process of each member of any cluster. */
const CONNECTIONS_MAX = 256;

/**
 * A transport that listens from now on, and lets nobody in before it is opened by its node.
 *
 * @throws TypeError where it would speak plain text beyond this machine, and that is not allowed.
 * @throws NotListening where the address cannot be had; InvalidCredentials where the certificates cannot be used.
 *
 * @example
 * const transport = await tcpTransport({ listen: { host: '127.0.0.1', port: 0 } });
 * transport.counts.refused; // → 0
 * transport.close();
 */
export async function tcpTransport<Message extends Carried>(
  options: TcpOptions,
): Promise<TcpTransport<Message>> {
  const transport = new TcpTransport<Message>(options, messageCodec());
  await transport.listen();
  return transport;
}

/** Made by {@link tcpTransport}. */
export class TcpTransport<Message extends Carried> implements Transport<Message> {
  readonly counts: Counts = noCounts();
  readonly #server: Server;
  readonly #links = new Map<NodeId, Link>();
  readonly #receptions = new Set<Reception>();
  readonly #lives = new Lives();
  readonly #boot = randomUUID();
  readonly #addresses: Map<NodeId, Address>;
  #connections = 0;
  #peer: Peer<Message> | undefined;

  constructor(
    readonly options: TcpOptions,
    readonly codec: Codec<Message>,
  ) {
    const { listen, peers = {}, tls } = options;
    this.#addresses = new Map(Object.entries(peers) as [NodeId, Address][]);
    for (const address of [listen, ...this.#addresses.values()]) assertAllowed(address, this.options);
    const welcome = (socket: Socket): void => this.#welcome(socket);
    this.#server = tls ? createTlsServer(tlsOptions(tls), welcome) : createServer(welcome);
    this.#server.maxConnections = CONNECTIONS_MAX;
    this.#server.on('tlsClientError', (error, { authorizationError }) => {
      const why = String(authorizationError ?? error.message);
      this.#report(refused(this.counts, 'a peer without a greeting', { kind: 'certificate', why }));
    });
  }

  /** Where it listens. */
  get address(): Address {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('expected a transport that listens');
    return { host: address.address, port: address.port };
  }

  get status(): TransportStatus {
    const peers = [...this.#links].map(([id, link]) => {
      const receptions = [...this.#receptions].filter((from) => from.greeting?.id === id);
      const heard = [link, ...receptions].flatMap(({ heardAt }) => heardAt ?? []);
      const silentMs = heard.length === 0 ? null : this.#clock.now() - Math.max(...heard);
      const address = showAddress(this.#addresses.get(id)!);
      const version = link.greeting && this.#peer ? commonVersion(link.greeting, this.#peer.hello) : null;
      return [id, { address, version, silentMs, ...link.status }] as const;
    });
    return { counts: structuredClone(this.counts), peers: Object.fromEntries(peers) };
  }

  listen(): Promise<void> {
    const { host, port } = this.options.listen;
    return new Promise((resolve, reject) => {
      const fail = (error: NodeJS.ErrnoException): void => reject(new NotListening({ host, port }, error));
      this.#server.once('error', fail);
      this.#server.listen(port, host, () => {
        this.#server.off('error', fail);
        this.#server.on('error', (error) => this.#report(error));
        resolve();
      });
    });
  }

  /** From now on that member is found there. */
  know(id: NodeId, address: Address): void {
    assertAllowed(address, this.options);
    this.#addresses.set(id, address);
    this.#links.get(id)?.close();
    if (this.#peer !== undefined) this.#link(id);
  }

  meet(members: readonly Member[]): void {
    for (const { id, address } of members)
      try {
        if (address !== undefined && address !== this.addressOf(id)) this.know(id, addressOf(address));
        else if (!this.#links.has(id) && this.#addresses.has(id)) this.#link(id);
      } catch (error) {
        // It was decided, and may do for other members: this one does not reach it.
        this.#report(error as Error);
      }
    for (const [id, link] of this.#links)
      if (!members.some((member) => member.id === id)) {
        link.close();
        this.#links.delete(id);
      }
    for (const reception of this.#receptions) this.#reconsider(reception);
  }

  addressOf(id: NodeId): string | undefined {
    const address = this.#addresses.get(id);
    return address && showAddress(address);
  }

  /** New connections show the certificates that are there now. Those that are open stay. */
  reload(): void {
    if (this.options.tls) (this.#server as TlsServer).setSecureContext(tlsOptions(this.options.tls));
  }

  open(peer: Peer<Message>): void {
    assertHasRoomFor(peer.hello.limits, this.options.messageBytesMax ?? MESSAGE_BYTES_MAX);
    this.#peer = peer;
    for (const id of this.#addresses.keys()) this.#link(id);
  }

  send(to: NodeId, message: Message): void {
    const link = this.#links.get(to);
    if (link === undefined) {
      this.counts.dropped++;
      return;
    }
    const pieces = this.codec.piecesOf(message);
    if (pieces === undefined) this.#send(link, this.codec.encode(message));
    else link.sendSnapshot(pieces);
  }

  bytesOf(value: unknown): number {
    return this.codec.bytesOf(value);
  }

  close(): void {
    this.#peer = undefined;
    this.#server.close();
    for (const link of this.#links.values()) link.close();
    for (const reception of this.#receptions) reception.close();
  }

  get #clock(): Clock {
    return this.options.clock ?? systemClock;
  }

  readonly #report = (error: Error): void => this.options.report?.(error);

  #send(link: Link, bytes: Uint8Array): void {
    const { messageBytesMax = MESSAGE_BYTES_MAX } = this.options;
    if (bytes.length <= messageBytesMax) {
      link.send(bytes);
      return;
    }
    // The peer would close the connection.
    this.counts.dropped++;
    this.#report(
      new RangeError(
        `expected a message of at most ${messageBytesMax} bytes to ${link.id}, got one of ${bytes.length}; it is not sent. ` +
          'Let more bytes be sent (messageBytesMax, on all members).',
      ),
    );
  }

  #link(id: NodeId): void {
    if (id === this.#peer?.hello.id) return;
    const link = new Link(id, {
      clock: this.#clock,
      random: this.options.random ?? Math.random,
      counts: this.counts,
      limits: { ...QUEUE, ...this.options.queue },
      report: this.#report,
      dial: () => this.#dial(this.#addresses.get(id)!),
      greeting: () => this.#greeting(),
      objection: (greeting, socket) => this.#objection(greeting, socket),
      isRemoved: (configuration) => this.#peer?.refused?.(configuration) ?? false,
      gone: () => this.#peer?.gone?.(id),
    });
    this.#links.set(id, link);
  }

  #dial({ host, port }: Address): Socket {
    const { tls } = this.options;
    return tls ? connectTls({ host, port, ...tlsOptions(tls) }) : connect({ host, port });
  }

  #welcome(socket: Socket): void {
    if (this.#peer === undefined) {
      socket.destroy();
      return;
    }
    const { messageBytesMax = MESSAGE_BYTES_MAX, snapshotBytesMax = SNAPSHOT_BYTES_MAX } = this.options;
    const reception = new Reception(socket, {
      clock: this.#clock,
      counts: this.counts,
      limits: { messageBytesMax, snapshotBytesMax },
      report: this.#report,
      greeting: () => this.#greeting(),
      admit: (greeting, from) => this.#admit(greeting, from),
      receive: (greeting, bytes) =>
        this.#receive(greeting, ({ valueBytesMax }) => this.codec.decode(bytes, valueBytesMax)),
      receiveSnapshot: (greeting, joined) => this.#receive(greeting, () => this.codec.believe(joined)),
      ended: (from) => void this.#receptions.delete(from),
    });
    this.#receptions.add(reception);
  }

  /** Lets a peer in, and closes the connections that it, or a process of it that is dead by now, had before. */
  #admit(greeting: Greeting, reception: Reception): Refusal | null {
    const refusal = this.#objection(greeting, reception.socket);
    if (refusal !== null) return refusal;
    const others = [...this.#receptions].filter((other) => other.greeting?.id === greeting.id);
    const isLate = others.some(
      (other) => other.greeting?.boot === greeting.boot && other.greeting.connection > greeting.connection,
    );
    if (isLate) return { kind: 'replaced', why: 'it has opened another connection since' };
    for (const other of others) other.close();
    this.#links.get(greeting.id)?.expect(greeting.boot);
    return null;
  }

  #objection(greeting: Greeting, socket: Socket): Refusal | null {
    if (this.#peer === undefined) return { kind: 'closed', why: 'this node is closed' };
    if (greeting.id === this.#peer.hello.id) return { kind: 'name', why: 'it has the name of this node' };
    return (
      nameObjection(socket, greeting.id) ?? this.#peer.objection(greeting) ?? this.#lives.objection(greeting)
    );
  }

  /** Whoever has greeted may have been removed since. */
  #reconsider(reception: Reception): void {
    const { greeting } = reception;
    const refusal = greeting && this.#peer?.objection(greeting);
    if (greeting && refusal) reception.refuse(greeting, refusal);
  }

  #receive(greeting: Greeting, read: (limits: ClusterLimits) => Message): void {
    const peer = this.#peer;
    // It may have been removed from the cluster since it has greeted.
    if (peer === undefined || peer.objection(greeting) !== null) return;
    const message = saidBy(greeting, read(peer.hello.limits));
    this.counts.received++;
    peer.receive(greeting.id, message);
  }

  #greeting(): Greeting {
    const hello: Hello = this.#peer!.hello;
    return { ...hello, boot: this.#boot, connection: ++this.#connections };
  }
}
