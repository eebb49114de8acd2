/** A cluster of processes, which can be killed, stopped and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { nodeId } from '#src/paxos/node-id.js';
import { type Cluster, foundCluster } from '#src/storage/identity.js';
import { initialiseStore } from '#src/storage/store.js';
import { type Change, type Command, LEASES, type Question, type Reply, type Setting } from './machine.js';
import type { Place } from './place.js';

const MEMBER = fileURLToPath(new URL('./member.js', import.meta.url));

/** How a member's process begins. */
export interface Beginning {
  readonly setting?: Pick<Setting, 'clock' | 'trace'>;
  /** What stands before its program. */
  readonly before?: readonly string[];
}

export interface Surroundings {
  readonly place: Place;
  /** Whether leaders have no leases: then clocks may be as they like. */
  readonly isWithoutLeases?: boolean;
  /** Is asked whenever a process is started. */
  readonly beginning?: (name: string) => Beginning;
}

interface Running {
  readonly child: ChildProcess;
  /** What it has written: errors only. */
  errors: string;
  isToEnd: boolean;
}

export class Processes {
  readonly #running = new Map<string, Running>();
  readonly #asked = new Map<
    string,
    { readonly name: string; readonly tell: (reply: Reply | null) => void }
  >();
  #number = 0;
  #isClosed = false;
  /** What members have written, and how they have ended, where nobody waited for it. */
  errors = '';

  private constructor(readonly surroundings: Surroundings) {}

  /** Founds a cluster, and starts all of it. */
  static async start(surroundings: Surroundings): Promise<Processes> {
    const { place, isWithoutLeases } = surroundings;
    const { names } = place;
    const limits = isWithoutLeases ? { leaseMs: 0 } : LEASES;
    const cluster = foundCluster({ name: 'faults', members: names.map(nodeId), limits });
    const processes = new Processes(surroundings);
    for (const name of names) await processes.initialise(name, cluster);
    for (const name of names) processes.run(name);
    return processes;
  }

  get names(): readonly string[] {
    return this.surroundings.place.names;
  }

  folder(name: string): string {
    return join(this.surroundings.place.folder, name);
  }

  /** Makes the store of a member that has none. */
  initialise(name: string, cluster: Cluster): Promise<void> {
    return initialiseStore(this.folder(name), cluster, nodeId(name));
  }

  run(name: string): void {
    if (this.#isClosed)
      throw new Error(`expected the cluster to be open; it was closed before ${name} could run`);
    const { place, beginning = (): Beginning => ({}) } = this.surroundings;
    const { before = [], setting: more } = beginning(name);
    const setting: Setting = { folder: this.folder(name), ...place.addresses(name), ...more };
    const program = [...before, process.execPath, MEMBER, JSON.stringify(setting)];
    const [command, ...args] = place.command(name, program);
    const child = spawn(command!, args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    const running: Running = { child, errors: '', isToEnd: false };
    this.#running.set(name, running);
    createInterface({ input: child.stderr! }).on('line', (line) => {
      // What strace says of itself where a process is killed within a call that it delays.
      if (!line.startsWith('strace: ')) running.errors += `${line}\n`;
    });
    child.on('message', (reply: Reply) => this.#tell(reply.id, reply));
    child.on('close', (code) => this.#end(name, running, code));
  }

  /** kill -9. Resolves when the process is gone; nobody is answered by it any more. */
  async kill(name: string): Promise<void> {
    const running = this.#running.get(name);
    if (running === undefined) return;
    const gone = closed(running.child);
    running.child.kill('SIGKILL');
    await gone;
  }

  /** Waits until the member has ended by itself, and returns what it said. */
  async ended(name: string): Promise<string> {
    const running = this.#running.get(name);
    if (running === undefined) throw new Error(`expected ${name} to run; it does not`);
    running.isToEnd = true;
    await closed(running.child);
    return running.errors;
  }

  /** Starts a member that may refuse to. Resolves with what it says then, or with null when it is open. */
  async refusal(name: string): Promise<string | null> {
    this.run(name);
    const running = this.#running.get(name)!;
    running.isToEnd = true;
    const isOpen = (await this.status(name)) !== null;
    running.isToEnd = false;
    return isOpen ? null : running.errors;
  }

  stop(name: string): void {
    this.#running.get(name)?.child.kill('SIGSTOP');
  }

  goOn(name: string): void {
    this.#running.get(name)?.child.kill('SIGCONT');
  }

  isRunning(name: string): boolean {
    return this.#running.has(name);
  }

  pid(name: string): number | undefined {
    return this.#running.get(name)?.child.pid;
  }

  call(name: string, command: Command, withinMs?: number): Promise<Reply | null> {
    return this.#ask(name, { type: 'call', command, ...(withinMs !== undefined && { withinMs }) });
  }

  /** Asks that member to have another one added, promoted or removed, or lead. */
  change(name: string, change: Change, member: string): Promise<Reply | null> {
    return this.#ask(name, { type: 'change', change, member });
  }

  status(name: string): Promise<Reply | null> {
    return this.#ask(name, { type: 'status' });
  }

  /** The member's clock jumps ahead, or its time of day is set. */
  jump(name: string, ms: number, type: 'jump' | 'set' = 'jump'): void {
    this.#running.get(name)?.child.send({ id: '', type, ms } satisfies Question, () => {});
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.names.map((name) => this.kill(name)));
    this.surroundings.place.close();
  }

  /** The member's reply; null where it was killed before it came. */
  #ask(
    name: string,
    question:
      | { type: 'call'; command: Command; withinMs?: number }
      | { type: 'change'; change: Change; member: string }
      | { type: 'status' },
  ): Promise<Reply | null> {
    const id = `${++this.#number}`;
    return new Promise((resolve) => {
      this.#asked.set(id, { name, tell: resolve });
      const running = this.#running.get(name);
      // A process that dies while it is spoken to is noticed by its end.
      if (running === undefined) this.#tell(id, null);
      else running.child.send({ ...question, id }, () => {});
    });
  }

  /** The process is gone, by a kill or by itself. */
  #end(name: string, running: Running, code: number | null): void {
    if (this.#running.get(name) === running) this.#running.delete(name);
    for (const [id, asked] of this.#asked) if (asked.name === name) this.#tell(id, null);
    if (running.isToEnd) return;
    this.errors += running.errors;
    if (code !== null && code !== 0) this.errors += `${name} has ended with code ${code}\n`;
  }

  #tell(id: string, reply: Reply | null): void {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    asked?.tell(reply);
  }
}

function closed(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once('close', resolve));
}
