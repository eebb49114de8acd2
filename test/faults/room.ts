/**
 * A place made of namespaces of Linux: each member has a network of its own, joined to the others by a bridge, and a disk of
 * its own. Cables are moved and disks are shrunk there, and the machine outside has none of it.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { rmSync, statfsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { namesOf, type Place, temporaryFolder } from './place.js';

const DISK_BYTES = 2 ** 30;
const PORT = 4000;

/** Whether such a place can be made here. */
export const canMakeRooms =
  spawnSync('unshare', [
    ...['-rmn', 'sh', '-c'],
    'mount -t tmpfs tmpfs /run && ip link add name here type bridge && ip netns add n && ip netns exec n nsenter --version',
  ]).status === 0;

export class Room implements Place {
  readonly #answers: AsyncIterator<string>;
  #said = '';

  private constructor(
    readonly names: readonly string[],
    /** On a disk that only processes in there see, by the path that leads to it from here. */
    readonly folder: string,
    readonly outside: string,
    readonly shell: ChildProcess,
  ) {
    this.#answers = createInterface({ input: shell.stdout! })[Symbol.asyncIterator]();
    shell.stderr!.on('data', (text) => {
      this.#said += text;
    });
  }

  static async of(count: number): Promise<Room> {
    const shell = spawn('unshare', ['-rmn', 'sh'], { stdio: 'pipe' });
    const outside = temporaryFolder();
    const room = new Room(namesOf(count), `/proc/${shell.pid}/root${outside}`, outside, shell);
    await room.#do('mount -t tmpfs tmpfs /run');
    for (const bridge of ['here', 'apart'])
      await room.#do(`ip link add name ${bridge} type bridge`, `ip link set ${bridge} up`);
    for (const [index, name] of room.names.entries())
      await room.#do(
        `mkdir ${outside}/${name}`,
        `mount -t tmpfs -o size=${DISK_BYTES} tmpfs ${outside}/${name}`,
        `ip netns add ${name}`,
        `ip link add name ${name} type veth peer name eth0 netns ${name}`,
        `ip link set ${name} master here`,
        `ip link set ${name} up`,
        `ip -n ${name} addr add 10.0.0.${index + 1}/24 dev eth0`,
        `ip -n ${name} link set eth0 up`,
        `ip -n ${name} link set lo up`,
      );
    return room;
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
    for (const name of this.names)
      await this.#do(`ip link set ${name} master ${names.includes(name) ? 'apart' : 'here'}`);
  }

  /** The member's disk has so many bytes free. */
  async leaveFree(name: string, bytes: number): Promise<void> {
    const { blocks, bfree, bsize } = statfsSync(`${this.folder}/${name}`);
    await this.#resize(name, (blocks - bfree) * bsize + bytes);
  }

  /** The member's disk is as large as it was. */
  async free(name: string): Promise<void> {
    await this.#resize(name, DISK_BYTES);
  }

  close(): void {
    this.shell.stdin!.end();
    rmSync(this.outside, { recursive: true, force: true });
  }

  #resize(name: string, bytes: number): Promise<void> {
    return this.#do(`mount -o remount,size=${bytes} ${this.outside}/${name}`);
  }

  /** Has the shell within do that. */
  async #do(...commands: readonly string[]): Promise<void> {
    this.shell.stdin!.write(`${commands.join(' && ')}; echo $?\n`);
    const { value } = await this.#answers.next();
    if (value !== '0') throw new Error(`expected ${commands.join(', ')} to succeed; got ${this.#said}`);
  }
}
