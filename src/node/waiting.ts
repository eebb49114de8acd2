/**
 * Who waits for a reply, by what it is about. Several may wait for one: a client that asks again.
 *
 * A replica has taken up no more than so much, so that more can wait only where clients ask again and again, as while the disk stands
 * still. Then whoever has waited longest is told that it is not known what came of it.
 */
import type { Limits } from '../paxos/limits.js';
import type { Reply, Subject } from '../paxos/reply.js';

/** How many may wait: as many as a replica has in its queue, in its proposals, and reads. */
export function waitingMax({ queueMax, proposalsMax, batchMax, readsMax }: Limits): number {
  return queueMax + proposalsMax * batchMax + readsMax;
}

interface Waiter<Answer> {
  readonly key: string;
  readonly tell: (reply: Reply<Answer>) => void;
}

export class Waiting<Answer> {
  /** Whoever waits, the longest first. */
  readonly #all = new Set<Waiter<Answer>>();
  readonly #waiting = new Map<string, readonly Waiter<Answer>[]>();

  /** @param waitingMax how many may wait */
  constructor(readonly waitingMax: number) {}

  get size(): number {
    return this.#all.size;
  }

  /** What is replied about the subject, once it is given to the replica; rejects with the error where it was refused. */
  ask(subject: Subject, give: () => Error | undefined): Promise<Reply<Answer>> {
    return new Promise((resolve, reject) => {
      const forget = this.add(subject, resolve);
      const refused = give();
      if (refused === undefined) return;
      forget();
      reject(refused);
    });
  }

  /** Returns what has it wait no more. */
  add(subject: Subject, tell: Waiter<Answer>['tell']): () => void {
    const [longest] = this.#all;
    if (longest !== undefined && this.#all.size >= this.waitingMax) {
      this.#forget(longest);
      longest.tell({ type: 'unknown', slot: 0 });
    }
    const waiter = { key: keyOf(subject), tell };
    this.#all.add(waiter);
    this.#waiting.set(waiter.key, [...(this.#waiting.get(waiter.key) ?? []), waiter]);
    return () => this.#forget(waiter);
  }

  tell(subject: Subject, reply: Reply<Answer>): void {
    for (const waiter of this.#waiting.get(keyOf(subject)) ?? []) {
      this.#forget(waiter);
      waiter.tell(reply);
    }
  }

  tellAll(reply: Reply<Answer>): void {
    for (const { tell } of this.#all) tell(reply);
    this.#all.clear();
    this.#waiting.clear();
  }

  #forget(waiter: Waiter<Answer>): void {
    this.#all.delete(waiter);
    const others = (this.#waiting.get(waiter.key) ?? []).filter((other) => other !== waiter);
    if (others.length === 0) this.#waiting.delete(waiter.key);
    else this.#waiting.set(waiter.key, others);
  }
}

/**
 * Requests, reads and sessions are many, and have numbers and nonces that no JSON of an object is. A configuration that comes back from
 * other members, where it was decided, has its fields in another order.
 */
function keyOf(subject: Subject): string {
  if (subject.type === 'request') return `${subject.session} ${subject.sequence}`;
  if (subject.type === 'read') return `${subject.read}`;
  if (subject.type === 'session') return `session ${subject.nonce}`;
  return JSON.stringify(subject, inOrder);
}

function inOrder(_: string, item: unknown): unknown {
  const isObject = typeof item === 'object' && item !== null && !Array.isArray(item);
  return isObject ? Object.fromEntries(Object.entries(item).sort()) : item;
}
