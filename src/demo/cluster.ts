/** Servers as processes of this machine, which can be killed, paused, cut off from each other, added and removed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { initialise } from '../operations/founding.js';
import { type Configuration, configurationIn } from '../serve/configuration.js';
import { freePorts } from './free-ports.js';
import { TcpProxy } from './tcp-proxy.js';

export type Condition = 'running' | 'killed' | 'paused' | 'cut off';

/** The program `synod`. */
const PROGRAM = fileURLToPath(new URL('../cli/main.js', import.meta.url));
const LIMITS = { electionMs: 500, heartbeatMs: 100, resendMs: 150 };
const NAMES = ['n1', 'n2', 'n3'];
/** Of what a process has written, in characters. */
const OUTPUT_MAX = 4_000;

interface Running {
  readonly child: ChildProcess;
  readonly gone: Promise<unknown>;
  /** The end of what it has written. */
  output: string;
}

export class Cluster {
  /** The members. */
  names: readonly string[] = NAMES;
  readonly #running = new Map<string, Running>();
  readonly #paused = new Set<string>();
  readonly #cut = new Set<string>();
  readonly #proxies: { readonly from: string; readonly to: string; readonly proxy: TcpProxy }[] = [];
  readonly #urls = new Map<string, string>();
  readonly #folder = mkdtempSync(join(tmpdir(), 'synod-demo-'));
  /** However this process ends, the others end with it. */
  readonly #onExit = (): void => this.#removeAll();
  /** What was said by processes that have ended by themselves. */
  failures = '';

  private constructor(readonly program: string) {
    process.once('exit', this.#onExit);
  }

  /** Makes the stores of three. None of them runs yet. */
  static async found(program = PROGRAM): Promise<Cluster> {
    const cluster = new Cluster(program);
    try {
      await cluster.#found();
      return cluster;
    } catch (error) {
      await cluster.close();
      throw error;
    }
  }

  /** Where its clients find it. */
  url(name: string): string {
    return this.#urls.get(name)!;
  }

  condition(name: string): Condition {
    if (!this.#running.has(name)) return 'killed';
    if (this.#paused.has(name)) return 'paused';
    return this.#cut.has(name) ? 'cut off' : 'running';
  }

  /** Those to which nothing was done. */
  get sound(): readonly string[] {
    return this.names.filter((name) => this.condition(name) === 'running');
  }

  /** @param program where it is another one than the others' */
  start(name: string, program = this.program): void {
    const env = Object.entries(process.env).filter(([variable]) => !variable.startsWith('SYNOD_'));
    const child = spawn(process.execPath, [program, 'serve', '--config', this.#file(name)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: Object.fromEntries(env),
    });
    const gone = new Promise((resolve) => child.once('close', resolve));
    const running: Running = { child, gone, output: '' };
    this.#running.set(name, running);
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => {
        running.output = `${running.output}${text}`.slice(-OUTPUT_MAX);
      });
    void gone.then(() => {
      if (this.#running.get(name) !== running) return;
      this.#running.delete(name);
      this.failures += `${name} has ended by itself:\n${running.output}`;
    });
  }

  /** kill -9, unless it is asked kindly. Resolves when the process is gone. */
  async kill(name: string, signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const running = this.#running.get(name);
    this.#running.delete(name);
    this.#paused.delete(name);
    running?.child.kill(signal);
    await running?.gone;
  }

  pause(name: string): void {
    this.#paused.add(name);
    this.#running.get(name)?.child.kill('SIGSTOP');
  }

  /** Whether one can be cut off: once the members have changed they find each other by their log, and not through the proxies of each. */
  get canCutOff(): boolean {
    return this.names === NAMES;
  }

  /** No word from it reaches another member any more, or the other way round. Its clients still reach it. */
  cutOff(name: string): void {
    this.#cut.add(name);
    for (const proxy of this.#around(name)) proxy.silence();
  }

  /** Undoes whatever was done to it. */
  restore(name: string): void {
    if (this.#cut.delete(name)) for (const proxy of this.#around(name)) proxy.heal();
    if (this.#paused.delete(name)) this.#running.get(name)?.child.kill('SIGCONT');
    if (!this.#running.has(name)) this.start(name);
  }

  /** Another member has its place, and runs there as soon as it is known what its store is made of. Returns whether it does. */
  async add(name: string, made: (address: string) => Promise<object | null>): Promise<boolean> {
    const [at, clients] = (await freePorts(2)).map((port) => `127.0.0.1:${port}`) as [string, string];
    const cluster = await made(at);
    if (cluster === null) return false;
    writeFileSync(join(this.#folder, clusterOf(name)), JSON.stringify(cluster));
    // Its log says where the others are.
    await this.#initialise(name, { cluster: clusterOf(name), members: { [name]: at } }, clients);
    this.names = [...this.names, name];
    this.start(name);
    return true;
  }

  /** It is no member any more: its process ends. */
  async remove(name: string): Promise<void> {
    this.names = this.names.filter((other) => other !== name);
    await this.kill(name, 'SIGTERM');
  }

  async close(): Promise<void> {
    await Promise.all(this.names.map((name) => this.kill(name)));
    process.off('exit', this.#onExit);
    this.#removeAll();
  }

  async #found(): Promise<void> {
    const ports = await freePorts(2 * NAMES.length);
    const at = (index: number): string => `127.0.0.1:${ports[index]}`;
    for (const [index, name] of NAMES.entries()) {
      const members: Record<string, string> = { [name]: at(index) };
      for (const [other, to] of NAMES.entries()) {
        if (to === name) continue;
        const proxy = await TcpProxy.to(ports[other]!);
        this.#proxies.push({ from: name, to, proxy });
        members[to] = `127.0.0.1:${proxy.port}`;
      }
      const clients = at(NAMES.length + index);
      await this.#initialise(name, { cluster: 'cluster.json', members }, clients, index === 0);
    }
  }

  /** Makes the store of a member, and writes its configuration. */
  async #initialise(
    name: string,
    of: Pick<Configuration, 'cluster' | 'members'>,
    clients: string,
    isNew = false,
  ): Promise<void> {
    this.#urls.set(name, `http://${clients}`);
    const own = { name, folder: name, ...of, limits: LIMITS, clients: { listen: clients } };
    writeFileSync(this.#file(name), JSON.stringify(own));
    await initialise(configurationIn(this.#file(name), {}), { isNew });
  }

  #file(name: string): string {
    return join(this.#folder, `${name}.json`);
  }

  /** What carries messages from that member, and to it, except those that another one that is cut off would get. */
  #around(name: string): readonly TcpProxy[] {
    return this.#proxies
      .filter(
        ({ from, to }) => (from === name && !this.#cut.has(to)) || (to === name && !this.#cut.has(from)),
      )
      .map(({ proxy }) => proxy);
  }

  #removeAll(): void {
    for (const { child } of this.#running.values()) child.kill('SIGKILL');
    for (const { proxy } of this.#proxies) proxy.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The file of what the store of an added member is made of. */
function clusterOf(name: string): string {
  return `cluster-of-${name}.json`;
}
