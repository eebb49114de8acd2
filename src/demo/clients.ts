/** Clients that write one key after another, and ask again until each write is acknowledged. */
import { setTimeout as pause } from 'node:timers/promises';
import { ask } from './ask.js';
import type { Ledger } from './ledger.js';

export const CLIENTS = 4;
const WITHIN_MS = 400;
/** Between two writes of a client. */
const PAUSE_MS = 25;
/** Before another server is tried. */
const PAUSE_AGAIN_MS = 150;

export class Clients {
  #isStopped = false;
  readonly #done: Promise<unknown>;

  /** @param urls of the servers; each client begins with another one, and goes to the next when it is not answered */
  constructor(
    readonly urls: () => readonly string[],
    readonly ledger: Ledger,
  ) {
    this.#done = Promise.all(Array.from({ length: CLIENTS }, (_, index) => this.#client(index)));
    // Whoever stops them is told.
    this.#done.catch(() => {});
  }

  /** No write is under way any more when it resolves. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#done;
  }

  async #client(index: number): Promise<void> {
    let server = index;
    for (let number = 1; !this.#isStopped; number++) {
      const key = `c${index + 1}/${number}`;
      server = await this.#write(key, `write ${number} of client ${index + 1}`, server);
      await pause(PAUSE_MS);
    }
  }

  /** Puts the key, which nobody else does, where it is not there. Returns the server that was asked last. */
  async #write(key: string, value: string, first: number): Promise<number> {
    this.ledger.send(key, value);
    let mayBeThere = false;
    for (let server = first; ; server++) {
      const urls = this.urls();
      const url = urls[server % urls.length]!;
      const put = { method: 'PUT', body: { value, expected: 0 } } as const;
      const answered = await ask(`${url}/v1/keys/${encodeURIComponent(key)}`, WITHIN_MS, put);
      const status = answered?.status;
      // It is there: an earlier request has put it, although its answer has not come.
      if (status === 409 && !mayBeThere) this.ledger.problems.push(`${key} was there before it was written`);
      if (status === 200 || status === 409) {
        this.ledger.acknowledge(key);
        return server;
      }
      mayBeThere ||= answered === null || status === 504;
      if (this.#isStopped) return server;
      this.ledger.sentAgain++;
      await pause(PAUSE_AGAIN_MS);
    }
  }
}
