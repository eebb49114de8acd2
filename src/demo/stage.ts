/** What the events of the demo have at hand: the cluster, its clients, and claims, each of which is tested as it is told. */
import { setTimeout as pause } from 'node:timers/promises';
import { formatCount, formatSeconds, plural } from '../terminal/units.js';
import { type Answered, ask, type Change } from './ask.js';
import type { Cluster } from './cluster.js';
import type { Ledger, Written } from './ledger.js';
import type { Watch } from './watch.js';

/** Where it is told. */
export interface Telling {
  event(text: string, chapter: string): void;
  claim(text: string, isSo: boolean): void;
}

/** A machine that has much else to do may take its time. */
const PATIENCE_MS = 60_000;
const STEP_MS = 20;
/** As many new writes show that they go on. */
const WRITES = 20;

export class Stage {
  /** @param signal ends what is played */
  constructor(
    readonly cluster: Cluster,
    readonly watch: Watch,
    readonly ledger: Ledger,
    readonly telling: Telling,
    readonly signal: AbortSignal,
  ) {}

  /** The same, with another signal. */
  with(signal: AbortSignal): Stage {
    return new Stage(this.cluster, this.watch, this.ledger, this.telling, signal);
  }

  event(text: string, chapter: string): void {
    this.telling.event(text, chapter);
  }

  claim(text: string, isSo: boolean): void {
    this.telling.claim(text, isSo);
  }

  pause(ms: number): Promise<void> {
    return pause(ms, undefined, { signal: this.signal });
  }

  /** Claims that it comes to be so, and tells how long it took. */
  async comes(isSo: () => boolean, told: () => string, expected: string): Promise<void> {
    const begin = this.ledger.now();
    while (!isSo() && this.ledger.now() < begin + PATIENCE_MS) await this.pause(STEP_MS);
    const tookMs = this.ledger.now() - begin;
    const took = formatSeconds(tookMs / 1_000);
    if (!isSo()) this.claim(`expected ${expected}; got none for ${took}`, false);
    else this.claim(tookMs < STEP_MS ? told() : `${told()}, ${took} later`, true);
  }

  /** Claims that there comes to be a leader among those to which nothing was done. Returns its name. */
  async aLeader(): Promise<string> {
    const { watch } = this;
    await this.comes(
      () => watch.leader !== undefined,
      () => `${watch.leader} leads`,
      'a leader that all follow',
    );
    return watch.leader ?? this.cluster.names[0]!;
  }

  /** Claims that writes are acknowledged that are sent from now on. */
  async writesGoOn(): Promise<void> {
    const begin = this.ledger.now();
    await this.comes(
      () => this.ledger.acknowledgedSince(begin) >= WRITES,
      () => 'new writes are acknowledged',
      'acknowledgements of new writes',
    );
  }

  /** Claims that a member has executed all that the others had executed by now, and follows the same leader. */
  async isBack(name: string): Promise<void> {
    const { cluster, watch } = this;
    const through = Math.max(...cluster.names.map((one) => watch.said(one)?.executed ?? 0));
    await this.comes(
      () => watch.leader !== undefined && (watch.said(name)?.executed ?? 0) >= through,
      () => `${name} has all that was decided meanwhile`,
      `all that was decided meanwhile at ${name}, and a leader`,
    );
  }

  /** Claims that those are the voters, as each of them says. */
  async vote(...names: readonly string[]): Promise<void> {
    const voters = names.toSorted();
    await this.comes(
      () => voters.every((name) => sameNames(this.watch.said(name)?.voters, voters)),
      () => `the voters are ${voters.join(', ')}`,
      `the voters ${voters.join(', ')}`,
    );
  }

  /** Has the members changed by that server: as soon as nothing speaks against it. Returns its answer; null where that does not come. */
  async change<Body>(server: string, path: string, change: Change): Promise<Body | null> {
    const end = this.ledger.now() + PATIENCE_MS;
    let answered: Answered<Body> | null = null;
    while (this.ledger.now() < end) {
      answered = await ask<Body>(`${this.cluster.url(server)}/v1/members${path}`, PATIENCE_MS, change);
      if (answered?.status === 200) return answered.body;
      await this.pause(STEP_MS);
    }
    this.claim(
      `expected the members to be changed; got ${JSON.stringify(answered?.body ?? 'no answer')}`,
      false,
    );
    return null;
  }

  /** Claims that each write that is acknowledged by now is in the table, as it was written, and once. */
  async nothingIsLost(server = this.cluster.sound[0]!): Promise<void> {
    const { kept } = this.ledger;
    const table = await this.#table(server);
    if (table === null) {
      this.claim(`expected ${server} to tell its table; got no answer`, false);
      return;
    }
    const lost = [...kept].filter(([key, value]) => table.get(key)?.value !== value).map(([key]) => key);
    const strange = [...table.values()].filter((written) => !this.ledger.isAsked(written));
    this.ledger.readBack = kept.size;
    this.ledger.lost = Math.max(this.ledger.lost, lost.length);
    const of = plural(kept.size, 'acknowledged write');
    if (strange.length > 0)
      this.claim(`${server} has what nobody wrote, or what was written twice: ${strange[0]!.key}`, false);
    const once = strange.length === 0 ? 'once and as it was written' : 'as it was written';
    this.claim(
      lost.length === 0
        ? `${server} has each of ${of}, ${once}`
        : `${server} lacks ${formatCount(lost.length)} of ${of}: ${lost.slice(0, 3).join(', ')}`,
      lost.length === 0,
    );
  }

  /** All entries, by linearizable reads; null where they are not answered. */
  async #table(server: string): Promise<ReadonlyMap<string, Written> | null> {
    const table = new Map<string, Written>();
    for (let behind = ''; ; ) {
      const query = `limit=1000&behind=${encodeURIComponent(behind)}`;
      const page = await this.#page(`${this.cluster.url(server)}/v1/keys?${query}`);
      if (page === null) return null;
      for (const entry of page.entries) table.set(entry.key, entry);
      const last = page.entries.at(-1);
      if (!page.hasMore || last === undefined) return table;
      behind = last.key;
    }
  }

  async #page(url: string): Promise<Page | null> {
    const end = this.ledger.now() + PATIENCE_MS;
    while (this.ledger.now() < end) {
      const answered = await ask<Page>(url, 2_000);
      if (answered?.status === 200) return answered.body;
      await this.pause(STEP_MS);
    }
    return null;
  }
}

function sameNames(some: readonly string[] | undefined, others: readonly string[]): boolean {
  return some?.toSorted().join() === others.join();
}

interface Page {
  readonly entries: readonly Written[];
  readonly hasMore: boolean;
}
