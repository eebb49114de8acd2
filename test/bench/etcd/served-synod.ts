/** Members of synod with its defaults, each as `synod serve`, with clients over HTTP. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from '#src/demo/free-ports.js';
import { initialise } from '#src/operations/founding.js';
import { configurationIn } from '#src/serve/configuration.js';
import type { Place } from '#test/faults/place.js';
import { Cluster } from '../cluster/cluster.js';
import { type Kind, keyAt, type Load, load, type Pace, valueAt } from '../cluster/load.js';
import { Http } from './http.js';

const PROGRAM = fileURLToPath(new URL('../../../src/cli/main.js', import.meta.url));

/** The callers are in this process, over HTTP. */
export class ServedSynod extends Cluster {
  readonly #http = new Map<string, Http>();

  static async found(place: Place): Promise<ServedSynod> {
    const synod = new ServedSynod(place);
    const ports = await freePorts(synod.names.length);
    for (const [index, name] of synod.names.entries()) {
      const address = { host: '127.0.0.1', port: ports[index]! };
      const own = {
        ...{ name, folder: name, cluster: 'cluster.json', log: 'error' },
        members: place.addresses(name).peers,
        clients: { listen: `${address.host}:${address.port}` },
      };
      writeFileSync(synod.#file(name), JSON.stringify(own));
      await initialise(configurationIn(synod.#file(name), {}), { isNew: index === 0 });
      synod.#http.set(name, new Http(address));
    }
    return synod;
  }

  protected command(name: string): readonly string[] {
    return [process.execPath, PROGRAM, 'serve', '--config', this.#file(name)];
  }

  protected async leaderAt(name: string): Promise<string | null> {
    try {
      const status = await this.#http.get(name)!.ask('GET', '/v1/status');
      return (status as { readonly leader: string | null }).leader;
    } catch (error) {
      // It does not listen yet.
      if (error instanceof Error && 'code' in error) return null;
      throw error;
    }
  }

  put(name: string, index: number): Promise<unknown> {
    return this.#http.get(name)!.ask('PUT', `/v1/keys/${keyAt(index)}`, { value: valueAt(index) });
  }

  async load(kind: Kind, pace: Pace, forMs: number): Promise<Load> {
    const leader = await this.settled();
    const call = (index: number): Promise<unknown> =>
      kind === 'write'
        ? this.put(leader, index)
        : this.#http.get(leader)!.ask('GET', `/v1/keys/${keyAt(index)}`);
    return load(call, pace, forMs);
  }

  override async close(): Promise<void> {
    for (const client of this.#http.values()) client.close();
    await super.close();
  }

  #file(name: string): string {
    return join(this.place.folder, `${name}.json`);
  }
}
