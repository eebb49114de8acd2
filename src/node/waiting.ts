/** Who waits for a reply, by what it is about. Several may wait for one: a client that asks again. */
import type { Reply, Subject } from '../paxos/reply.js';

type Tell<Answer> = (reply: Reply<Answer>) => void;

export class Waiting<Answer> {
  readonly #waiting = new Map<string, readonly Tell<Answer>[]>();

  /** What is replied about the subject, once it is given to the replica; rejects with the error where it was refused. */
  ask(subject: Subject, give: () => Error | undefined): Promise<Reply<Answer>> {
    return new Promise((resolve, reject) => {
      this.add(subject, resolve);
      const refused = give();
      if (refused === undefined) return;
      this.forget(subject);
      reject(refused);
    });
  }

  add(subject: Subject, tell: Tell<Answer>): void {
    const key = keyOf(subject);
    this.#waiting.set(key, [...(this.#waiting.get(key) ?? []), tell]);
  }

  /** Nobody waits for it any more. */
  forget(subject: Subject): void {
    this.#waiting.delete(keyOf(subject));
  }

  tell(subject: Subject, reply: Reply<Answer>): void {
    const key = keyOf(subject);
    for (const tell of this.#waiting.get(key) ?? []) tell(reply);
    this.#waiting.delete(key);
  }

  tellAll(reply: Reply<Answer>): void {
    for (const tell of [...this.#waiting.values()].flat()) tell(reply);
    this.#waiting.clear();
  }
}

/**
 * Requests are many, and have two numbers, which no JSON of an object is. A configuration that comes back from other members, where it was
 * decided, has its fields in another order.
 */
function keyOf(subject: Subject): string {
  if (subject.type === 'request') return `${subject.session} ${subject.sequence}`;
  return subject.type === 'configuration' ? JSON.stringify(subject, inOrder) : JSON.stringify(subject);
}

function inOrder(_: string, item: unknown): unknown {
  const isObject = typeof item === 'object' && item !== null && !Array.isArray(item);
  return isObject ? Object.fromEntries(Object.entries(item).sort()) : item;
}
