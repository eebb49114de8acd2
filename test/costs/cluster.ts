/** A cluster of running nodes in calm, whose messages and writes are counted. No time passes by itself. */
import { typeSaid } from '#src/node/member-message.js';
import { openNode, type SynodNode } from '#src/node/node.js';
import type { NodeMessage } from '#src/node/node-message.js';
import { wrappedStorage } from '#src/node/wrapped-storage.js';
import { wrappedTransport } from '#src/node/wrapped-transport.js';
import { HELD_BACK_MS } from '#src/node/writing.js';
import { configuration, configurationId } from '#src/paxos/configuration.js';
import type { MemberLimits } from '#src/paxos/limits.js';
import { nodeId } from '#src/paxos/node-id.js';
import { memoryStorage } from '#src/storage/memory-storage.js';
import { memoryNetwork } from '#src/transport/memory-network.js';

/** What something has cost. */
export interface Spent {
  /** By type. */
  readonly messages: Readonly<Record<string, number>>;
  /** Those with a promise, a vote or a round of a ballot: something rests on them that is told. */
  readonly writes: number;
  /** Those with nothing but decisions, which can be learned again. Nobody waits for them. */
  readonly laterWrites: number;
}

type Said = NodeMessage<number, number, number>;

const machine = { start: 0, apply: (sum: number, add: number) => [sum + add, sum + add] as const };
const ALPHA = 32;

/** So many turns of the event loop without a message or a write are rest. */
const QUIET_TURNS = 5;

export class CountedCluster {
  readonly nodes: SynodNode<number, number, number>[] = [];
  #messages: Record<string, number> = {};
  #writes = 0;
  #laterWrites = 0;
  #events = 0;
  /** By node, what waits for time to pass. */
  readonly #timers: Set<() => void>[] = [];
  /** What nodes do once nothing happens. */
  readonly #heldBack = new Set<() => void>();

  /** Opens the nodes n1, n2, …, and lets them come to rest. */
  static async open(size: number, limits: Partial<MemberLimits> = {}): Promise<CountedCluster> {
    const cluster = new CountedCluster();
    const ids = Array.from({ length: size }, (_, index) => nodeId(`n${index + 1}`));
    const members = configuration({
      id: configurationId(1),
      members: ids.map((id) => ({ id, incarnation: 0, part: 'voter' })),
    });
    const network = memoryNetwork();
    for (const id of ids) {
      const timers = new Set<() => void>();
      cluster.#timers.push(timers);
      const storage = memoryStorage<number, number, number>({ alpha: ALPHA, configuration: members });
      const transport = network.join<Said>();
      cluster.nodes.push(
        await openNode(
          {
            id,
            incarnation: 0,
            configuration: members,
            machine,
            cluster: 'counted',
            limits: { alpha: ALPHA, ...limits },
            report: (error) => {
              throw error;
            },
          },
          {
            storage: wrappedStorage(storage, {
              write: (batches, news) => {
                if (batches.flat().every(({ type }) => type === 'decided')) cluster.#laterWrites++;
                else cluster.#writes++;
                cluster.#events++;
                return storage.write(batches, news);
              },
            }),
            transport: wrappedTransport<Said>(transport, {
              open: (peer) => transport.open(peer),
              send: (to, said) => {
                cluster.#count(said);
                transport.send(to, said);
              },
            }),
            clock: {
              now: () => 0,
              after: (ms, callback) => {
                const due = ms === HELD_BACK_MS ? cluster.#heldBack : timers;
                due.add(callback);
                return () => due.delete(callback);
              },
              turn: queueMicrotask,
            },
            random: () => 0.5,
          },
        ),
      );
    }
    await cluster.#rest();
    return cluster;
  }

  /** What it costs until all is at rest again. */
  async spentOn(act: () => void): Promise<Spent> {
    this.#messages = {};
    this.#writes = 0;
    this.#laterWrites = 0;
    act();
    await this.#rest();
    return { messages: this.#messages, writes: this.#writes, laterWrites: this.#laterWrites };
  }

  /** All timers of a node run out. */
  wait(index: number): void {
    runOut(this.#timers[index]!);
  }

  close(): void {
    for (const node of this.nodes) node.close();
  }

  #count(said: Said): void {
    const type = typeSaid(said);
    this.#messages[type] = (this.#messages[type] ?? 0) + 1;
    this.#events++;
  }

  async #rest(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; ) {
      const before = this.#events;
      await new Promise((resolve) => setImmediate(resolve));
      quiet = this.#events === before ? quiet + 1 : 0;
      if (quiet === QUIET_TURNS - 1) runOut(this.#heldBack);
    }
  }
}

function runOut(timers: Set<() => void>): void {
  const due = [...timers];
  timers.clear();
  for (const callback of due) callback();
}
