/** Members of etcd with its defaults, spoken to by gRPC or by its gateway of JSON over HTTP. */
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { freePorts } from '#src/demo/free-ports.js';
import { Networks } from '#test/faults/networks.js';
import type { Place } from '#test/faults/place.js';
import { Cluster } from '../cluster/cluster.js';
import { type Kind, keyAt, type Load, load, type Pace, valueAt } from '../cluster/load.js';
import type { Address } from './address.js';
import { Grpc } from './grpc.js';
import { Http } from './http.js';

interface Status {
  readonly header: { readonly member_id: string };
  readonly leader?: string;
}

export class Etcd extends Cluster {
  readonly #grpc = new Map<string, Grpc>();
  readonly #http = new Map<string, Http>();

  private constructor(
    place: Place,
    readonly by: 'grpc' | 'http',
  ) {
    super(place);
  }

  /**
   * Members with networks of their own are spoken to by sockets in their folder: what is cut there is between members alone.
   *
   * @param by what loads go through
   */
  static async found(place: Place, by: 'grpc' | 'http'): Promise<Etcd> {
    const etcd = new Etcd(place, by);
    const ports = await freePorts(etcd.names.length);
    for (const [index, name] of etcd.names.entries()) {
      const address =
        place instanceof Networks
          ? // The name has to look like a host and a port.
            { path: join(place.folder, `${name}:0`) }
          : { host: '127.0.0.1', port: ports[index]! };
      etcd.#grpc.set(name, new Grpc(address));
      etcd.#http.set(name, new Http(address));
    }
    return etcd;
  }

  /** Where clients find the members. */
  get endpoints(): readonly string[] {
    return this.names.map((name) => urlOf(this.#grpc.get(name)!.address));
  }

  override start(name: string): void {
    const { address } = this.#grpc.get(name)!;
    // A socket outlives a member that was killed, which could not listen at it again.
    if ('path' in address) rmSync(address.path, { force: true });
    super.start(name);
  }

  protected command(name: string): readonly string[] {
    const { listen, peers: others } = this.place.addresses(name);
    const clients = urlOf(this.#grpc.get(name)!.address);
    const peers = `http://${listen}`;
    const all = Object.entries(others).map(([each, address]) => `${each}=http://${address}`);
    return [
      ...['env', '-C', this.place.folder, 'etcd'],
      ...['--name', name, '--data-dir', name],
      ...['--listen-client-urls', clients, '--advertise-client-urls', clients],
      ...['--listen-peer-urls', peers, '--initial-advertise-peer-urls', peers],
      ...['--initial-cluster', `${all}`, '--logger', 'zap', '--log-level', 'error'],
    ];
  }

  protected async leaderAt(name: string): Promise<string | null> {
    const told = await Promise.all(this.names.map((each) => this.#status(each)));
    const leader = told[this.names.indexOf(name)]?.leader;
    return this.names.find((_, index) => told[index]?.header.member_id === leader) ?? null;
  }

  put(name: string, index: number): Promise<unknown> {
    return this.#grpc.get(name)!.put(keyAt(index), valueAt(index));
  }

  async load(kind: Kind, pace: Pace, forMs: number): Promise<Load> {
    const leader = await this.settled();
    return load((index) => this.#call(leader, kind, index), pace, forMs);
  }

  override async close(): Promise<void> {
    for (const client of [...this.#grpc.values(), ...this.#http.values()]) client.close();
    await super.close();
  }

  #call(name: string, kind: Kind, index: number): Promise<unknown> {
    const [key, value] = [keyAt(index), valueAt(index)];
    if (this.by === 'grpc')
      return kind === 'write' ? this.put(name, index) : this.#grpc.get(name)!.range(key);
    const http = this.#http.get(name)!;
    return kind === 'write'
      ? http.ask('POST', '/v3/kv/put', { key: btoa(key), value: btoa(value) })
      : http.ask('POST', '/v3/kv/range', { key: btoa(key) });
  }

  /** Null while it does not serve yet: its connection is refused. */
  async #status(name: string): Promise<Status | null> {
    try {
      return (await this.#http.get(name)!.ask('POST', '/v3/maintenance/status', {})) as Status;
    } catch (error) {
      if (error instanceof Error && 'code' in error) return null;
      throw error;
    }
  }
}

/** A socket is named from its folder. */
function urlOf(address: Address): string {
  return 'path' in address ? `unix://${basename(address.path)}` : `http://${address.host}:${address.port}`;
}
