/** A cluster of processes with much state, under load. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from '#src/demo/free-ports.js';
import type { MemberLimits } from '#src/paxos/limits.js';
import { nodeId } from '#src/paxos/node-id.js';
import { foundCluster } from '#src/storage/identity.js';
import { initialiseStore } from '#src/storage/store.js';
import type { Command, Question, Reply, Status } from './machine.js';

const MEMBER = fileURLToPath(new URL('./member.js', import.meta.url));

export class BulkyCluster {
  readonly folder = mkdtempSync(join(tmpdir(), 'synod-bulk-'));
  readonly #running = new Map<string, ChildProcess>();
  readonly #asked = new Map<number, (reply: Reply) => void>();
  #number = 0;
  errors = '';

  private constructor(
    readonly peers: Readonly<Record<string, string>>,
    readonly limits: Partial<MemberLimits>,
  ) {}

  static async start(count: number, limits: Partial<MemberLimits>): Promise<BulkyCluster> {
    const ports = await freePorts(count);
    const peers = Object.fromEntries(ports.map((port, index) => [`n${index + 1}`, `127.0.0.1:${port}`]));
    const founded = foundCluster({ name: 'bulky', members: Object.keys(peers).map(nodeId) });
    const cluster = new BulkyCluster(peers, limits);
    for (const name of cluster.names)
      await initialiseStore(join(cluster.folder, name), founded, nodeId(name));
    await Promise.all(cluster.names.map((name) => cluster.run(name)));
    return cluster;
  }

  get names(): readonly string[] {
    return Object.keys(this.peers);
  }

  get running(): readonly string[] {
    return [...this.#running.keys()];
  }

  /** Resolves when the member is open. */
  async run(name: string): Promise<void> {
    const { folder, peers, limits } = this;
    const options = { folder: join(folder, name), listen: peers[name], peers, limits };
    const child = fork(MEMBER, [JSON.stringify(options)], {
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    child.stderr!.on('data', (bytes) => {
      this.errors += bytes;
    });
    const opened = await Promise.race([once(child, 'message').then(() => true), once(child, 'close')]);
    if (opened !== true) throw new Error(`expected ${name} to open, got:\n${this.errors}`);
    this.#running.set(name, child);
    child.on('message', (reply: Reply) => {
      this.#asked.get(reply.id)?.(reply);
      this.#asked.delete(reply.id);
    });
  }

  async kill(name: string): Promise<void> {
    const child = this.#running.get(name);
    if (child === undefined) return;
    this.#running.delete(name);
    const gone = once(child, 'close');
    child.kill('SIGKILL');
    await gone;
  }

  async call(name: string, command: Command): Promise<Reply> {
    return this.#ask(name, { id: ++this.#number, type: 'call', command });
  }

  async status(name: string): Promise<Status> {
    const reply = await this.#ask(name, { id: ++this.#number, type: 'status' });
    if (reply.type !== 'status') throw new Error(`expected the status of ${name}, got ${reply.type}`);
    return reply.status;
  }

  async close(): Promise<void> {
    await Promise.all(this.running.map((name) => this.kill(name)));
    rmSync(this.folder, { recursive: true, force: true });
  }

  #ask(name: string, question: Question): Promise<Reply> {
    return new Promise((resolve) => {
      this.#asked.set(question.id, resolve);
      this.#running.get(name)!.send(question);
    });
  }
}
