/** A cluster of processes, which can be killed, stopped and started again. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeId } from '#src/paxos/node-id.js';
import { foundCluster } from '#src/storage/identity.js';
import { initialiseStore } from '#src/storage/store.js';
import { freePorts } from '#test/synod/free-ports.js';
import type { Command, Question, Reply } from './machine.js';

const MEMBER = fileURLToPath(new URL('./member.js', import.meta.url));

export class Processes {
  readonly #running = new Map<string, ChildProcess>();
  readonly #asked = new Map<
    string,
    { readonly name: string; readonly tell: (reply: Reply | null) => void }
  >();
  #number = 0;
  /** What the members have written: errors only. */
  errors = '';

  private constructor(
    readonly folder: string,
    readonly peers: Readonly<Record<string, string>>,
  ) {}

  /** Founds a cluster, and starts all of it. */
  static async start(count: number): Promise<Processes> {
    const folder = mkdtempSync(join(tmpdir(), 'synod-faults-'));
    const ports = await freePorts(count);
    const peers = Object.fromEntries(ports.map((port, index) => [`n${index + 1}`, `127.0.0.1:${port}`]));
    const cluster = foundCluster({ name: 'faults', members: Object.keys(peers).map(nodeId) });
    for (const name of Object.keys(peers)) await initialiseStore(join(folder, name), cluster, nodeId(name));
    const processes = new Processes(folder, peers);
    for (const name of processes.names) processes.run(name);
    return processes;
  }

  get names(): readonly string[] {
    return Object.keys(this.peers);
  }

  run(name: string): void {
    const args = [join(this.folder, name), this.peers[name]!, JSON.stringify(this.peers)];
    const child = fork(MEMBER, args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.#running.set(name, child);
    child.stderr!.on('data', (bytes) => {
      this.errors += bytes;
    });
    child.on('message', (reply: Reply) => this.#tell(reply.id, reply));
    child.on('close', (code) => this.#end(name, child, code));
  }

  /** kill -9. Resolves when the process is gone; nobody is answered by it any more. */
  async kill(name: string): Promise<void> {
    const child = this.#running.get(name);
    if (child === undefined) return;
    const gone = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  stop(name: string): void {
    this.#running.get(name)?.kill('SIGSTOP');
  }

  goOn(name: string): void {
    this.#running.get(name)?.kill('SIGCONT');
  }

  isRunning(name: string): boolean {
    return this.#running.has(name);
  }

  call(name: string, command: Command): Promise<Reply | null> {
    return this.#ask(name, 'call', command);
  }

  status(name: string): Promise<Reply | null> {
    return this.#ask(name, 'status', { key: '', add: 0 });
  }

  async close(): Promise<void> {
    await Promise.all(this.names.map((name) => this.kill(name)));
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The member's reply; null where it was killed before it came. */
  #ask(name: string, type: Question['type'], command: Command): Promise<Reply | null> {
    const id = `${++this.#number}`;
    return new Promise((resolve) => {
      this.#asked.set(id, { name, tell: resolve });
      const child = this.#running.get(name);
      // A process that dies while it is spoken to is noticed by its end.
      if (child === undefined) this.#tell(id, null);
      else child.send({ id, type, command }, () => {});
    });
  }

  /** The process is gone, by a kill or by itself. */
  #end(name: string, child: ChildProcess, code: number | null): void {
    if (code !== null && code !== 0) this.errors += `${name} has ended with code ${code}\n`;
    if (this.#running.get(name) === child) this.#running.delete(name);
    for (const [id, asked] of this.#asked) if (asked.name === name) this.#tell(id, null);
  }

  #tell(id: string, reply: Reply | null): void {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    asked?.tell(reply);
  }
}
