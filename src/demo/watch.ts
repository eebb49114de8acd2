/** What the servers say of themselves, asked again and again. */
import { setTimeout as pause } from 'node:timers/promises';
import { ask } from './ask.js';
import type { Cluster } from './cluster.js';

export interface Said {
  readonly phase: 'following' | 'preparing' | 'recovering' | 'leading';
  readonly leader: string | null;
  readonly executed: number;
  readonly voters: readonly string[];
  readonly membership: 'voter' | 'observer' | 'removed';
}

const EVERY_MS = 100;
const WITHIN_MS = 300;

export class Watch {
  readonly #said = new Map<string, Said>();
  #isStopped = false;
  readonly #done: Promise<void>[] = [];

  /** @param onChange is called after each question */
  constructor(
    readonly cluster: Cluster,
    readonly onChange: () => void,
  ) {
    for (const name of cluster.names) this.follow(name);
  }

  /** Asks that server, too. */
  follow(name: string): void {
    const done = this.#ask(name);
    // Whoever stops it is told.
    done.catch(() => {});
    this.#done.push(done);
  }

  /** Undefined where it has not answered. */
  said(name: string): Said | undefined {
    return this.#said.get(name);
  }

  /** The one that leads, if it and all others to which nothing was done say so. */
  get leader(): string | undefined {
    const sound = this.cluster.sound.map((name) => [name, this.said(name)] as const);
    const [leader] = sound.find(([, said]) => said?.phase === 'leading') ?? [];
    return sound.every(([, said]) => said?.leader === leader) ? leader : undefined;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#done);
  }

  async #ask(name: string): Promise<void> {
    while (!this.#isStopped && this.cluster.names.includes(name)) {
      const answered = await ask<Said>(`${this.cluster.url(name)}/v1/status`, WITHIN_MS);
      if (answered?.status === 200) this.#said.set(name, answered.body);
      else this.#said.delete(name);
      this.onChange();
      await pause(EVERY_MS);
    }
  }
}
