/** A room for clusters over loopback: members in folders of their own, which are closed and removed at the end. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { freePorts } from '#src/demo/free-ports.js';
import { Rejected } from '#src/node/outcome.js';
import { nodeId } from '#src/paxos/node-id.js';
import { type Cluster, foundCluster } from '#src/storage/identity.js';
import { initialiseStore } from '#src/storage/store.js';
import type { SynodOptions } from '#src/synod/options.js';
import { Synod } from '#src/synod/synod.js';
import { until } from '#test/transport/words.js';

export type State = readonly string[];
export type Node = Synod<string, State, number>;

/** Keeps all words, and answers how many; a question changes nothing. */
export const machine = {
  start: [] as State,
  apply: (words: State, word: string) =>
    word === '?' ? ([words, words.length] as const) : ([[...words, word], words.length + 1] as const),
};
export const ELECTION_MS = 500;
const limits = { heartbeatMs: 50, resendMs: 80 };

export class Room {
  readonly nodes = new Map<string, Node>();
  readonly #folder = mkdtempSync(join(tmpdir(), 'synod-room-'));
  #cluster: Cluster | undefined;
  readonly #addresses = new Map<string, string>();

  constructor(readonly electionMs = ELECTION_MS) {}

  /** One that ends with its test. */
  static of({ onTestFinished }: TestContext, electionMs?: number): Room {
    const room = new Room(electionMs);
    onTestFinished(() => room.end());
    return room;
  }

  /** Where each was last told to listen. */
  get peers(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#addresses);
  }

  /** As it was founded. */
  get cluster(): Cluster {
    return this.#cluster!;
  }

  /** A cluster of these, once one of them leads and all hear it. */
  async found(...names: readonly string[]): Promise<void> {
    const ports = await freePorts(names.length);
    const peers = Object.fromEntries(names.map((name, index) => [name, `127.0.0.1:${ports[index]}`]));
    const limits = { alpha: 8, proposalsMax: 8 };
    const cluster = foundCluster({ name: 'tests', members: names.map(nodeId), limits });
    this.#cluster = cluster;
    await Promise.all(names.map((name) => this.open(name, { cluster, address: peers[name]!, peers })));
    await until(() => [...this.nodes.values()].every(({ status }) => status.leader !== null), 'a leader');
  }

  /** A member: of that cluster with a store of its own, or with the store that it has. */
  async open(
    name: string,
    {
      cluster,
      address = this.#addresses.get(name)!,
      ...more
    }: { cluster?: Cluster; address?: string } & Partial<SynodOptions<string, State, number>> = {},
  ): Promise<Node> {
    const folder = this.folder(name);
    if (cluster !== undefined) await initialiseStore(folder, cluster, nodeId(name));
    this.#addresses.set(name, address);
    const node = await Synod.open<string, State, number>({
      folder,
      listen: address,
      machine,
      limits: { ...limits, electionMs: this.electionMs, proposalsMax: 8 },
      ...more,
    });
    this.nodes.set(name, node);
    return node;
  }

  /** Adds a member through another one, and opens it. */
  async add(name: string, through = this.leader): Promise<Node> {
    const [port] = await freePorts(1);
    const address = `127.0.0.1:${port}`;
    return this.open(name, { cluster: await through.members.add({ id: name, address }), address });
  }

  /** Gives it a vote, as soon as it has caught up. */
  promote(name: string): Promise<void> {
    return this.#oncePossible(() => this.leader.members.promote(name));
  }

  /** Removes it, as soon as the leader has heard enough of the others. */
  remove(name: string): Promise<void> {
    return this.#oncePossible(() => this.leader.members.remove(name));
  }

  async #oncePossible(change: () => Promise<void>): Promise<void> {
    for (;;)
      try {
        return await change();
      } catch (error) {
        if (!(error instanceof Rejected) || error.reason !== 'quorumAtRisk') throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
  }

  /** When every other member goes by the removal of that one. */
  async governs(removed: string): Promise<void> {
    const others = [...this.nodes].filter(([name]) => name !== removed).map(([, node]) => node);
    const isGone = ({ status }: Node): boolean => !status.voters.some((voter) => voter === removed);
    await until(() => others.every(isGone), `${removed} is no voter anywhere`);
  }

  /** When all members have executed as much as the one that has executed the most. */
  async agree(): Promise<void> {
    const nodes = [...this.nodes.values()];
    const most = Math.max(...nodes.map(({ status }) => status.executed));
    await until(() => nodes.every(({ status }) => status.executed >= most), `all have executed slot ${most}`);
  }

  node(name: string): Node {
    return this.nodes.get(name)!;
  }

  folder(name: string): string {
    return join(this.#folder, name);
  }

  /** One that leads; any other where none does. */
  get leader(): Node {
    const nodes = [...this.nodes.values()];
    return nodes.find(({ status }) => status.phase === 'leading') ?? nodes[0]!;
  }

  async close(name: string): Promise<void> {
    const node = this.node(name);
    this.nodes.delete(name);
    await node.close();
  }

  async end(): Promise<void> {
    await Promise.all([...this.nodes.values()].map((node) => node.close()));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
