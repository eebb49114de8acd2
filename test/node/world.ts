/** A world for one node, n1 of three, that a test holds in its hand: its disk, its network, its clock. */

import type { Hello, Objection } from '#src/node/handshake.js';
import { openNode, type SynodNode } from '#src/node/node.js';
import type { NodeMessage } from '#src/node/node-message.js';
import type { NodeOptions } from '#src/node/node-options.js';
import type { Peer, Storage } from '#src/node/ports.js';
import type { Reaches } from '#src/node/witness.js';
import { wrappedStorage } from '#src/node/wrapped-storage.js';
import type { NodeId } from '#src/paxos/node-id.js';
import type { ReplicaRecord } from '#src/paxos/record.js';
import type { ReplicaMessage } from '#src/paxos/replica-message.js';
import { memoryStorage } from '#src/storage/memory-storage.js';
import { n2 } from '#test/unit/paxos/log-words.js';
import { hearsNone, machine, options, promise, type State } from '#test/unit/paxos/replica-words.js';

export type Message = ReplicaMessage<string, State, number>;
export type Said = NodeMessage<string, State, number>;
type Written = readonly (readonly ReplicaRecord<string, State, number>[])[];

export class World {
  now = 0;
  isNearlyFull = false;
  /** The writes that are under way, or were. */
  readonly writes: {
    readonly batches: Written;
    readonly news: Reaches | undefined;
    readonly done: () => void;
    readonly fail: (error: Error) => void;
  }[] = [];
  /** What the node’s replica has said. */
  readonly sent: { readonly to: NodeId; readonly message: Message }[] = [];
  /** What the node has said of stores. */
  readonly saidOfStores: { readonly to: NodeId; readonly said: Said }[] = [];
  /** How often its transport was told who the members are. */
  met = 0;
  readonly reported: unknown[] = [];
  readonly timers: { at: number; callback: () => void }[] = [];
  peer: Peer<Said> | undefined;
  /** Hears all that is sent. */
  listen: (to: NodeId, said: Said) => void = () => {};
  /** How large its transport says that a value is. */
  bytesOf: (value: unknown) => number = () => 0;
  readonly storage: Storage<string, State, number>;

  constructor(storage: Storage<string, State, number> = memoryStorage({ ...options.limits, ...options })) {
    this.storage = storage;
  }

  /** Opens the node; n2 knows of nothing that its store lacks. */
  async open(
    more: Partial<NodeOptions<string, State, number>> = {},
  ): Promise<SynodNode<string, State, number>> {
    const node = await this.start(more);
    this.say(n2, { type: 'witnessed', start: this.storage.start, reach: null });
    return node;
  }

  /** Opens the node, of whose store the others have not said anything yet. */
  start(more: Partial<NodeOptions<string, State, number>> = {}): Promise<SynodNode<string, State, number>> {
    const report = (error: unknown): void => void this.reported.push(error);
    const { storage } = this;
    return openNode<string, State, number>(
      { ...options, machine, cluster: 'tests', report, ...more },
      {
        storage: Object.assign(
          wrappedStorage(storage, { write: (batches, news) => this.#write(batches, news) }),
          { isNearlyFull: () => this.isNearlyFull },
        ),
        transport: {
          open: (peer) => {
            this.peer = peer;
          },
          send: (to, said) => {
            this.listen(to, said);
            if (said.type === 'told') this.sent.push({ to, message: said.message });
            else this.saidOfStores.push({ to, said });
          },
          meet: () => void this.met++,
          bytesOf: (value) => this.bytesOf(value),
          close: () => {
            this.peer = undefined;
          },
        },
        clock: {
          now: () => this.now,
          after: (ms, callback) => this.#after(ms, callback),
          turn: queueMicrotask,
        },
        random: () => 0.5,
      },
    );
  }

  /** Lets time pass, and what has been waiting for it happen. */
  async pass(ms: number): Promise<void> {
    this.now += ms;
    for (const timer of this.timers.filter(({ at }) => at <= this.now)) {
      this.timers.splice(this.timers.indexOf(timer), 1);
      timer.callback();
    }
    await this.rest();
  }

  /** The first write that is under way reaches the disk. */
  async sync(): Promise<void> {
    await this.rest();
    const write = this.writes.shift()!;
    await this.storage.write(write.batches, write.news);
    write.done();
    await this.rest();
  }

  async hear(from: NodeId, message: Message): Promise<void> {
    this.say(from, { type: 'told', incarnation: 0, reach: { start: 1, batch: 1 }, message });
    await this.rest();
  }

  /** Another node says something. */
  say(from: NodeId, said: Said): void {
    this.peer?.receive(from, said);
  }

  /** Everything that was promised has come. */
  rest(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  types(): readonly string[] {
    return this.sent.map(({ to, message }) => `${to} ${message.type}`);
  }

  objection(hello: Partial<Hello>): Objection | null {
    return this.peer!.objection({ ...this.peer!.hello, ...hello });
  }

  #write(batches: Written, news?: Reaches): Promise<void> {
    return new Promise((resolve, reject) => {
      this.writes.push({ batches, news, done: resolve, fail: reject });
    });
  }

  #after(ms: number, callback: () => void): () => void {
    const timer = { at: this.now + ms, callback };
    this.timers.push(timer);
    return () => {
      if (this.timers.includes(timer)) this.timers.splice(this.timers.indexOf(timer), 1);
    };
  }
}

/** The answer of a voter that has voted nowhere to the last read that the node asked about. */
export function nothingSince({ sent }: World) {
  const asked = sent.findLast(({ message }) => message.type === 'ask')!.message as Message & { type: 'ask' };
  return { type: 'frontier', read: asked.read, last: 0 } as const;
}

/** A world in which n1 leads. */
export async function leading() {
  const world = new World();
  const node = await world.open();
  await world.pass(2_000);
  await world.hear(n2, hearsNone);
  await world.sync();
  await world.hear(n2, promise);
  return { world, node };
}
