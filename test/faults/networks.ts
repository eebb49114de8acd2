/**
 * A place made of namespaces of Linux: each member has a network of its own, joined to the others by a bridge. Cables are moved
 * there, and the machine outside has none of it. The namespaces end with the last process in them.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { namesOf, type Place, temporaryFolder } from './place.js';

const PORT = 4000;

/** Whether such a place can be made here. */
export const canMakeNetworks =
  spawnSync('unshare', [
    ...['-rmn', 'sh', '-c'],
    'mount -t tmpfs tmpfs /run && ip link add name here type bridge && ip netns add n && ip netns exec n nsenter --version',
  ]).status === 0;

export class Networks implements Place {
  /** The folder as it is named outside. */
  protected readonly outside = temporaryFolder();
  // In a group of its own, so that Ctrl-C leaves it to this process when to end it.
  protected readonly shell: ChildProcess = spawn('unshare', ['-rmn', 'sh'], {
    stdio: 'pipe',
    detached: true,
  });
  readonly #answers: AsyncIterator<string> = createInterface({ input: this.shell.stdout! })[
    Symbol.asyncIterator
  ]();
  #said = '';
  #apart: readonly string[] = [];

  protected constructor(readonly names: readonly string[]) {
    this.shell.stderr!.on('data', (text) => {
      this.#said += text;
    });
  }

  static async of(count: number): Promise<Networks> {
    const networks = new Networks(namesOf(count));
    await networks.lay();
    return networks;
  }

  get folder(): string {
    return this.outside;
  }

  addresses(name: string) {
    const peers = this.names.map((name, index) => [name, `10.0.0.${index + 1}:${PORT}`] as const);
    const all = Object.fromEntries(peers);
    return { listen: all[name]!, peers: all };
  }

  command(name: string, program: readonly string[]): readonly string[] {
    const enter = ['nsenter', '-t', `${this.shell.pid}`, '-U', '-m', '-n', '--preserve-credentials'];
    return [...enter, 'ip', 'netns', 'exec', name, ...program];
  }

  /** These members reach each other, and no other one; nobody is told, and connections stay as they are. */
  async putApart(names: readonly string[]): Promise<void> {
    const moved = this.names.filter((name) => names.includes(name) !== this.#apart.includes(name));
    this.#apart = names;
    for (const name of moved)
      await this.do(`ip link set ${name} master ${names.includes(name) ? 'apart' : 'here'}`);
  }

  close(): void {
    this.shell.stdin!.end();
    rmSync(this.outside, { recursive: true, force: true, maxRetries: 9 });
  }

  /** Lays the bridges, and each member's cable to the one. */
  protected async lay(): Promise<void> {
    await this.do('mount -t tmpfs tmpfs /run');
    for (const bridge of ['here', 'apart'])
      await this.do(`ip link add name ${bridge} type bridge`, `ip link set ${bridge} up`);
    for (const [index, name] of this.names.entries())
      await this.do(
        `ip netns add ${name}`,
        `ip link add name ${name} type veth peer name eth0 netns ${name}`,
        `ip link set ${name} master here`,
        `ip link set ${name} up`,
        `ip -n ${name} addr add 10.0.0.${index + 1}/24 dev eth0`,
        `ip -n ${name} link set eth0 up`,
        `ip -n ${name} link set lo up`,
      );
  }

  /** Has the shell within do that. Where it cannot, the place is of no use, and is closed. */
  protected async do(...commands: readonly string[]): Promise<void> {
    this.shell.stdin!.write(`${commands.join(' && ')}; echo $?\n`);
    const { value } = await this.#answers.next();
    if (value === '0') return;
    this.close();
    throw new Error(`expected ${commands.join(', ')} to succeed; got ${this.#said}`);
  }
}
