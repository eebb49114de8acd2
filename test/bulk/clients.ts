/** Clients that keep a cluster busy, and how long they waited. */
import type { BulkyCluster } from './cluster.js';

export interface Latencies {
  readonly answered: number;
  readonly failed: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export class Clients {
  readonly #clients: Promise<void>[];
  #waited: number[] = [];
  #failed = 0;
  #isOver = false;

  /** Each is at one of the named members, and waits for an answer before it asks again. */
  constructor(cluster: BulkyCluster, names: readonly string[], count: number) {
    this.#clients = Array.from({ length: count }, async (_, client) => {
      for (let round = 0; !this.#isOver; round++) {
        const begin = performance.now();
        const command = { type: 'add', key: `${client % 16}.${round % 50}`, add: 1 } as const;
        const reply = await cluster.call(names[client % names.length]!, command);
        if (reply.type === 'answered') this.#waited.push(performance.now() - begin);
        else this.#failed++;
      }
    });
  }

  /** How many calls were answered since the last time. */
  get answered(): number {
    return this.#waited.length;
  }

  /** Of the calls that have ended since the last time. */
  latencies(): Latencies {
    const sorted = this.#waited.sort((a, b) => a - b);
    const at = (share: number): number => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
    const latencies = {
      answered: sorted.length,
      failed: this.#failed,
      medianMs: at(0.5),
      p99Ms: at(0.99),
      maxMs: at(1),
    };
    this.#waited = [];
    this.#failed = 0;
    return latencies;
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#clients);
  }
}
