/** Clients that keep a cluster busy, and the history of all that they saw. */
import { setTimeout as pause } from 'node:timers/promises';
import type { CallHistory } from '#model/index.js';
import type { Command } from './machine.js';
import type { Processes } from './processes.js';

type Event = CallHistory<Command, number>[number];

export const CLIENTS = 24;
/** Keys are in use for so long: a search for an order takes one key by itself. */
const KEYS_MS = 500;
const KEYS_AT_ONCE = 4;
/** Of three calls one is a read. Most read keys that were in use before: a member that was away does not have them all. */
const READ_EVERY = 3;
const READ_BACK_TIMES = 6;
/** After so long a client goes on to its next call; a reply that comes later still counts. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = 5;

export class Load {
  readonly counts = { answered: 0, rejected: 0, unknown: 0 };
  /** The longest time in which nobody was answered, and when it began. */
  longestStall = { ms: 0, from: 0 };
  readonly #begin = performance.now();
  #answeredAt = this.#begin;
  readonly #events: Event[] = [];
  /** What was certainly not executed: as if it had never been called. */
  readonly #rejected = new Set<string>();
  #number = 0;
  #isOver = false;
  readonly #clients: Promise<void>[];

  constructor(readonly processes: Processes) {
    this.#clients = Array.from({ length: CLIENTS }, (_, client) => this.#work(client));
  }

  /** Calls and returns in their order. */
  get history(): CallHistory<Command, number> {
    return this.#events.filter(({ id }) => !this.#rejected.has(id));
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#clients);
  }

  /** One call, as the history has it. Returns whether it was answered. */
  async call(name: string, command: Command): Promise<boolean> {
    const id = `${++this.#number}`;
    this.#events.push({ type: 'call', id, operation: command });
    const reply = await this.processes.call(name, command);
    if (reply?.type === 'answered') {
      this.#events.push({ type: 'return', id, result: reply.answer });
      this.counts.answered++;
      const now = performance.now();
      const ms = now - this.#answeredAt;
      if (ms > this.longestStall.ms) this.longestStall = { ms, from: this.#answeredAt };
      this.#answeredAt = now;
    } else if (reply?.type === 'rejected') {
      this.#rejected.add(id);
      this.counts.rejected++;
    } else this.counts.unknown++;
    return reply?.type === 'answered';
  }

  async #work(client: number): Promise<void> {
    const { names } = this.processes;
    for (let round = client; !this.#isOver; round++) {
      const name = names[client % names.length]!;
      const isRead = round % READ_EVERY === 0;
      const back = isRead ? (round / READ_EVERY) % READ_BACK_TIMES : 0;
      const span = Math.max(0, Math.floor((performance.now() - this.#begin) / KEYS_MS) - back);
      const command = { key: `${span}.${round % KEYS_AT_ONCE}`, add: isRead ? 0 : 1 };
      if (this.processes.isRunning(name)) await Promise.race([this.call(name, command), pause(PATIENCE_MS)]);
      await pause(PAUSE_MS);
    }
  }
}
