/**
 * Forwarding: any member takes a client's request, and hands it on to the leader that it knows.
 *
 * It stands between a node and its transport, and knows nothing that the client does not: session and number are the client's
 * own, so a request that comes twice, by whatever ways, is executed once.
 */
import type { NodeId } from '../paxos/node-id.js';
import { type Reply, rejected } from '../paxos/reply.js';
import type { Entry } from './client.js';
import type { Asked, ComparedMessage, ForwardMessage, MemberMessage } from './member-message.js';
import type { SynodNode } from './node.js';
import type { Clock, Peer, Random, Transport } from './ports.js';
import { wrappedTransport } from './wrapped-transport.js';

export interface ForwardingOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** How long to wait for the leader's reply. */
  readonly waitMs: number;
  /** How many may wait for it: one more is rejected as busy. */
  readonly waitingMax: number;
  readonly report?: (error: unknown) => void;
}

/** By the first a node hears who leads, by the second that it is heard as the leader. */
const OF_LEADING: readonly string[] = ['heartbeat', 'heard'];

/**
 * So many numbers of each member are remembered. No option: a network repeats a message soon or not at all, and unless `queueMax` says more
 * a member has no more under way at once.
 */
const TAKEN_MAX = 10_000;

interface Waiting<Answer> {
  readonly leader: NodeId;
  readonly tell: (reply: Reply<Answer>) => void;
}

export class Forwarding<Command, State, Answer> {
  /** Who waits, by number, and for whose reply. */
  readonly #waiting = new Map<number, Waiting<Answer>>();
  /** What was taken of each other member, by its number. */
  readonly #taken = new Map<NodeId, Set<number>>();
  /** Begins anywhere, so that a reply to an earlier process of this member is not taken for one to this. */
  #number: number;
  #node: SynodNode<Command, State, Answer> | undefined;

  constructor(
    readonly under: Transport<MemberMessage<Command, State, Answer>>,
    readonly options: ForwardingOptions,
  ) {
    this.#number = Math.floor(options.random() * 2 ** 48);
  }

  /** How many wait for a leader's reply. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** The transport for the node itself, which sees nothing of forwarding. */
  get transport(): Transport<ComparedMessage<Command, State, Answer>> {
    return wrappedTransport(this.under, {
      open: (peer) =>
        this.under.open({ ...peer, receive: (from, message) => this.#hear(peer, from, message) }),
      send: (to, message) => this.under.send(to, message),
    });
  }

  /** The node for its clients: what it cannot do itself, since another leads, the leader does. */
  entry(node: SynodNode<Command, State, Answer>): Entry<Command, Answer> {
    this.#node = node;
    return {
      options: node.options,
      request: (request) => this.#ask(node, { type: 'request', request }),
      openSession: (nonce) => this.#ask(node, { type: 'openSession', nonce }),
      change: (change) => this.#ask(node, { type: 'change', change }),
      read: (command, withinMs) => node.read(command, withinMs),
    };
  }

  async #ask(node: SynodNode<Command, State, Answer>, asked: Asked<Command>): Promise<Reply<Answer>> {
    const reply = await ask(node, asked);
    const isElsewhere = reply.type === 'rejected' && reply.reason === 'notLeader' && reply.leader !== null;
    if (!isElsewhere || reply.leader === node.options.id || node.isClosed) return reply;
    return node.members.knows(reply.leader, asked.type)
      ? this.#forward(reply.leader, asked)
      : rejected('notEnabled', reply.leader);
  }

  #forward(leader: NodeId, asked: Asked<Command>): Promise<Reply<Answer>> {
    if (this.waiting >= this.options.waitingMax) return Promise.resolve(rejected('busy'));
    const number = ++this.#number;
    return new Promise((resolve) => {
      const tell = (reply: Reply<Answer>): void => {
        cancel();
        this.#waiting.delete(number);
        resolve(reply);
      };
      const cancel = this.options.clock.after(this.options.waitMs, () => tell(UNKNOWN));
      this.#waiting.set(number, { leader, tell });
      this.under.send(leader, { type: 'forward', number, asked });
    });
  }

  #hear(
    peer: Peer<ComparedMessage<Command, State, Answer>>,
    from: NodeId,
    message: MemberMessage<Command, State, Answer>,
  ): void {
    if (message.type === 'forwarded') this.#waiting.get(message.number)?.tell(message.reply);
    else if (message.type === 'forward') void this.#answer(from, message);
    else {
      peer.receive(from, message);
      if (message.type === 'told' && OF_LEADING.includes(message.message.type)) this.#giveUpOthers();
    }
  }

  /** Somebody leads now: whoever waits for another asks again. */
  #giveUpOthers(): void {
    if (this.waiting === 0) return;
    const leader = this.#node?.status.leader ?? null;
    if (leader === null) return;
    for (const waiting of [...this.#waiting.values()]) if (waiting.leader !== leader) waiting.tell(UNKNOWN);
  }

  /** Answers for a client of another member. It is not handed on once more: the other knows better by the reply. */
  async #answer(from: NodeId, { number, asked }: ForwardMessage<Command>): Promise<void> {
    if (this.#node === undefined || this.#isRepeated(from, number)) return;
    try {
      const reply = await ask(this.#node, asked);
      if (!this.#node.isClosed) this.under.send(from, { type: 'forwarded', number, reply });
    } catch (error) {
      // A request that cannot be: its own member refuses it, so that no test comes here.
      this.options.report?.(error);
    }
  }

  /** Whether the network has brought it before: what was rejected then, for good, would happen after all. */
  #isRepeated(from: NodeId, number: number): boolean {
    const taken = this.#taken.get(from) ?? new Set();
    if (taken.has(number)) return true;
    this.#taken.set(from, taken.add(number));
    if (taken.size > TAKEN_MAX) taken.delete(taken.values().next().value!);
    return false;
  }
}

/** The leader may have it, and may still execute it. */
const UNKNOWN = { type: 'unknown', slot: 0 } as const;

function ask<Command, State, Answer>(
  node: SynodNode<Command, State, Answer>,
  asked: Asked<Command>,
): Promise<Reply<Answer>> {
  // As many as there are requests: told apart without a pattern's cost.
  switch (asked.type) {
    case 'request':
      return node.request(asked.request);
    case 'openSession':
      return node.openSession(asked.nonce);
    case 'change':
      return node.change(asked.change);
  }
}
