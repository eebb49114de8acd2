/** A place in which every member reaches every other one through a proxy of its own. */
import { rmSync } from 'node:fs';
import { TcpProxy } from '#src/demo/tcp-proxy.js';
import { loopbackAddresses, namesOf, type Place, temporaryFolder } from './place.js';

export class Proxies implements Place {
  readonly folder = temporaryFolder();
  readonly #proxies = new Map<string, TcpProxy>();

  private constructor(readonly listens: Readonly<Record<string, string>>) {}

  static async of(count: number): Promise<Proxies> {
    const place = new Proxies(await loopbackAddresses(namesOf(count)));
    for (const from of place.names)
      for (const to of place.names) {
        if (from === to) continue;
        const port = Number(place.listens[to]!.split(':')[1]);
        place.#proxies.set(`${from} ${to}`, await TcpProxy.to(port));
      }
    return place;
  }

  get names(): readonly string[] {
    return Object.keys(this.listens);
  }

  addresses(name: string) {
    const peers = this.names.map((to) => {
      const proxy = this.#proxies.get(`${name} ${to}`);
      return [to, proxy === undefined ? this.listens[to]! : `127.0.0.1:${proxy.port}`] as const;
    });
    return { listen: this.listens[name]!, peers: Object.fromEntries(peers) };
  }

  command(_: string, program: readonly string[]): readonly string[] {
    return program;
  }

  /** What carries the messages of the one to the other. */
  between(from: string, to: string): TcpProxy {
    return this.#proxies.get(`${from} ${to}`)!;
  }

  /** What carries messages from that member, and to it. */
  of(name: string): { readonly from: readonly TcpProxy[]; readonly to: readonly TcpProxy[] } {
    const others = this.names.filter((other) => other !== name);
    return {
      from: others.map((other) => this.between(name, other)),
      to: others.map((other) => this.between(other, name)),
    };
  }

  get all(): readonly TcpProxy[] {
    return [...this.#proxies.values()];
  }

  close(): void {
    for (const proxy of this.all) proxy.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
