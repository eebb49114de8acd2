/** Three members of etcd with its defaults, spoken to by gRPC or by its gateway of JSON over HTTP. */
import { freePorts } from '#src/demo/free-ports.js';
import { Cluster } from './cluster.js';
import { Grpc } from './grpc.js';
import { Http } from './http.js';
import { type Kind, keyAt, type Load, load, valueAt } from './load.js';

interface Urls {
  readonly clients: string;
  readonly peers: string;
}

interface Status {
  readonly header: { readonly member_id: string };
  readonly leader?: string;
}

export class Etcd extends Cluster {
  readonly #urls = new Map<string, Urls>();
  readonly #grpc = new Map<string, Grpc>();
  readonly #http = new Map<string, Http>();

  private constructor(readonly by: 'grpc' | 'http') {
    super();
  }

  /** @param by what loads go through */
  static async found(by: 'grpc' | 'http'): Promise<Etcd> {
    const etcd = new Etcd(by);
    const ports = await freePorts(2 * etcd.names.length);
    for (const [index, name] of etcd.names.entries()) {
      const [clients, peers] = [ports[2 * index], ports[2 * index + 1]].map(
        (port) => `http://127.0.0.1:${port}`,
      );
      etcd.#urls.set(name, { clients: clients!, peers: peers! });
      etcd.#grpc.set(name, new Grpc(clients!));
      etcd.#http.set(name, new Http(clients!));
    }
    return etcd;
  }

  protected command(name: string): readonly [string, ...string[]] {
    const { clients, peers } = this.#urls.get(name)!;
    const all = [...this.#urls].map(([each, urls]) => `${each}=${urls.peers}`).join(',');
    return [
      'etcd',
      ...['--name', name, '--data-dir', `${this.folder}/${name}`],
      ...['--listen-client-urls', clients, '--advertise-client-urls', clients],
      ...['--listen-peer-urls', peers, '--initial-advertise-peer-urls', peers],
      ...['--initial-cluster', all, '--logger', 'zap', '--log-level', 'error'],
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

  async load(kind: Kind, callers: number, forMs: number): Promise<Load> {
    const leader = await this.settled();
    return load((index) => this.#call(leader, kind, index), callers, forMs);
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
