/**
 * The changes of the table in the order of their revisions, as this member executes them.
 *
 * The last ones are kept, once for all who watch: a watcher is a place among them. One whose place is not kept any more cannot go on,
 * and is told so, rather than miss a change.
 */
import { NodeClosed } from '../synod/node-closed.js';
import type { Watched } from '../synod/watch.js';
import type { Entry, Table, TableAnswer, TableCommand } from '../table/table.js';
import type { Member } from './keys.js';
import { Problem } from './problem.js';

export type Change =
  | { readonly type: 'put'; readonly revision: number; readonly slot: number; readonly entry: Entry }
  | { readonly type: 'deleted'; readonly revision: number; readonly slot: number; readonly key: string };

export interface Watching {
  /** The revision of the first change that is wanted; without it those that come from now on. */
  readonly from?: number | undefined;
  readonly isWanted: (key: string) => boolean;
  /** After so long without a change it says how far it has come. */
  readonly heartbeatMs: number;
  readonly signal: AbortSignal;
}

/** What a watcher is told: a change, or that it has been told all that it wants through that revision. */
export type Told = Change | { readonly type: 'progress'; readonly revision: number };

export interface ChangesLimits {
  readonly changesMax: number;
  /** What their keys and values take together, in characters. */
  readonly charactersMax: number;
}

export class Changes {
  /** By revision, without a gap, up to the present one. The first goes with every change that comes, which no list does cheaply. */
  readonly #kept = new Map<number, Change>();
  readonly #wakes = new Set<() => void>();
  #characters = 0;
  #revision = 0;
  #isClosed = false;

  constructor(readonly limits: ChangesLimits) {}

  /** The revision of the first change from which one can watch. */
  get first(): number {
    return this.#revision - this.#kept.size + 1;
  }

  /** Follows the member until it takes no part any more; true where it has stopped by itself. */
  async follow(member: Pick<Member, 'watch'>): Promise<boolean> {
    try {
      for await (const event of member.watch()) this.#take(event);
      return false;
    } catch (error) {
      if (error instanceof NodeClosed) return true;
      throw error;
    } finally {
      this.close();
    }
  }

  /** @throws Problem where a change that is wanted is not kept any more, and when there are no more to come. */
  async *watch({ from, isWanted, heartbeatMs, signal }: Watching): AsyncGenerator<Told> {
    let next = from ?? this.#revision + 1;
    let saidAt = performance.now();
    yield { type: 'progress', revision: next - 1 };
    for (;;) {
      for (const change of this.#since(next)) {
        next = change.revision + 1;
        if (!isWanted(keyOf(change))) continue;
        yield change;
        saidAt = performance.now();
      }
      if (signal.aborted) return;
      if (this.#isClosed)
        throw new Problem('closed', 'expected a member that takes part; got one that is stopping.');
      const isNews = await this.#news(heartbeatMs - (performance.now() - saidAt), signal);
      if (isNews) continue;
      yield { type: 'progress', revision: next - 1 };
      saidAt = performance.now();
    }
  }

  /** Nobody is told anything any more. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  /** Those from that revision on, with those that come while they are gone through. */
  *#since(revision: number): Generator<Change> {
    for (let at = revision; at <= this.#revision; at++) {
      this.assertKept(at);
      yield this.#kept.get(at)!;
    }
  }

  /** @throws Problem where the change of that revision was made, and is not kept any more. */
  assertKept(revision: number): void {
    const { first } = this;
    if (revision >= first) return;
    throw new Problem(
      'compacted',
      `expected to watch from revision ${first} on, the first that is kept; got ${revision}. List the keys, and watch from the ` +
        'revision behind that of the list.',
      { first },
    );
  }

  #take(event: Watched<TableCommand, Table, TableAnswer>): void {
    if (event.type === 'state') {
      if (event.state.revision !== this.#revision) this.#forgetAll();
      this.#revision = event.state.revision;
    } else {
      const change = changeOf(event);
      if (change === undefined) return;
      this.#kept.set(change.revision, change);
      this.#revision = change.revision;
      this.#characters += sizeOf(change);
      const { changesMax, charactersMax } = this.limits;
      while (this.#kept.size > changesMax || this.#characters > charactersMax) this.#forgetFirst();
    }
    this.#wake();
  }

  #forgetFirst(): void {
    const { first } = this;
    this.#characters -= sizeOf(this.#kept.get(first)!);
    this.#kept.delete(first);
  }

  #forgetAll(): void {
    this.#kept.clear();
    this.#characters = 0;
  }

  /** When there may be something new, or false when the time is over. */
  #news(withinMs: number, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isNews: boolean): void => {
        clearTimeout(timer);
        this.#wakes.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve(isNews);
      };
      const wake = (): void => end(true);
      const timer = setTimeout(end, withinMs, false);
      this.#wakes.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  #wake(): void {
    for (const wake of this.#wakes) wake();
  }
}

/** What a command has changed; undefined where it has not changed anything. */
function changeOf({
  slot,
  command,
  answer,
}: Extract<Watched<TableCommand, Table, TableAnswer>, { readonly type: 'applied' }>): Change | undefined {
  if (command.type === 'put' && answer.type === 'put') {
    const { type, revision, ...revisions } = answer;
    const { key, value } = command;
    return { type, revision, slot, entry: { key, value, modRevision: revision, ...revisions } };
  }
  if (command.type === 'delete' && answer.type === 'deleted' && answer.wasThere)
    return { type: 'deleted', revision: answer.revision, slot, key: command.key };
  return undefined;
}

function keyOf(change: Change): string {
  return change.type === 'put' ? change.entry.key : change.key;
}

function sizeOf(change: Change): number {
  return keyOf(change).length + (change.type === 'put' ? change.entry.value.length : 0);
}
