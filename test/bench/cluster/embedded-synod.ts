/** Members of synod with its defaults, each within a program that uses it. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeId } from '#src/paxos/node-id.js';
import { foundCluster } from '#src/storage/identity.js';
import { initialiseStore } from '#src/storage/store.js';
import type { Place } from '#test/faults/place.js';
import { Cluster } from './cluster.js';
import { type Kind, type Load, type Pace, VALUE_BYTES } from './load.js';
import type { Question, Reply, Setting } from './synod-member.js';

const MEMBER = fileURLToPath(new URL('synod-member.js', import.meta.url));

/** The callers are in a member's process: the leader's, where nothing else is said. */
export class EmbeddedSynod extends Cluster {
  readonly #settings = new Map<string, Setting>();
  #number = 0;

  /** @param leaseMs 0 for a cluster whose reads ask a quorum */
  static async found(
    place: Place,
    { leaseMs, valueBytes = VALUE_BYTES }: { readonly leaseMs?: number; readonly valueBytes?: number } = {},
  ): Promise<EmbeddedSynod> {
    const synod = new EmbeddedSynod(place);
    const limits = leaseMs === undefined ? {} : { leaseMs };
    const cluster = foundCluster({ name: 'bench', members: synod.names.map(nodeId), limits });
    for (const name of synod.names) {
      const folder = join(place.folder, name);
      await initialiseStore(folder, cluster, nodeId(name));
      synod.#settings.set(name, { folder, ...place.addresses(name), valueBytes });
    }
    return synod;
  }

  protected command(name: string): readonly string[] {
    return [process.execPath, MEMBER, JSON.stringify(this.#settings.get(name))];
  }

  protected async leaderAt(name: string): Promise<string | null> {
    return (await this.#ask(name, { type: 'leader' })).leader ?? null;
  }

  put(name: string, index: number): Promise<unknown> {
    return this.#ask(name, { type: 'put', index });
  }

  async load(kind: Kind, pace: Pace, forMs: number): Promise<Load> {
    return this.loadAt(await this.settled(), kind, pace, forMs);
  }

  /** The same with callers in that member's process. */
  async loadAt(name: string, kind: Kind, pace: Pace, forMs: number): Promise<Load> {
    return (await this.#ask(name, { type: 'load', kind, pace, forMs })).load!;
  }

  async #ask(name: string, question: Omit<Question, 'id'>): Promise<Reply> {
    const child = this.running.get(name);
    if (child === undefined) throw new Error(`expected ${name} to run; it does not`);
    const id = ++this.#number;
    const replied = new Promise<Reply>((resolve, reject) => {
      const hear = (reply: Reply): void => {
        if (reply.id !== id) return;
        stop();
        if (reply.error === undefined) resolve(reply);
        else reject(new Error(reply.error));
      };
      const end = (): void => {
        stop();
        reject(new Error(`${name} has ended`));
      };
      const stop = (): void => void child.off('message', hear).off('close', end);
      child.on('message', hear).once('close', end).setMaxListeners(0);
    });
    child.send({ ...question, id }, () => {});
    return replied;
  }
}
