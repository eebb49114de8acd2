/**
 * The outbox: what a step has asked for, in the order in which the world may see it.
 *
 * Whatever rests on a persist waits here until that is durable. What has come while a write is under way goes to the disk
 * together in the next one: a sync costs the same for one record as for many.
 */
import type { PersistEffect, ReplyEffect, SendEffect } from '../paxos/replica-effect.js';

/** What may have to wait. */
export type Held<Command, State, Answer> = SendEffect<Command, State, Answer> | ReplyEffect<Answer>;

export class Outbox<Command, State, Answer> {
  /** How many persists have been acknowledged since the start; the core counts from here. */
  acknowledged = 0;
  #unwritten: PersistEffect<Command, State, Answer>[] = [];
  #held: { readonly after: number; readonly effect: Held<Command, State, Answer> }[] = [];

  constructor(readonly release: (effect: Held<Command, State, Answer>) => void) {}

  persist(effect: PersistEffect<Command, State, Answer>): void {
    this.#unwritten.push(effect);
  }

  /** Lets go what rests on nothing, and holds the rest. */
  put(effect: Held<Command, State, Answer>): void {
    if (effect.restsOn === 0) this.release(effect);
    else this.#held.push({ after: this.acknowledged + effect.restsOn, effect });
  }

  get hasUnwritten(): boolean {
    return this.#unwritten.length > 0;
  }

  /** Whether nothing rests on what is unwritten: it is decisions alone, of at most so many persists. */
  mayWait(persistsMax: number): boolean {
    return (
      this.#unwritten.length <= persistsMax &&
      this.#unwritten.every(({ records }) => records.every(({ type }) => type === 'decided'))
    );
  }

  /** All persists that are not on their way to the disk. */
  takeUnwritten(): readonly PersistEffect<Command, State, Answer>[] {
    const taken = this.#unwritten;
    this.#unwritten = [];
    return taken;
  }

  /** So many more persists are durable: lets go what rested on them. */
  acknowledge(count: number): void {
    this.acknowledged += count;
    const ready = this.#held.filter(({ after }) => after <= this.acknowledged);
    this.#held = this.#held.filter(({ after }) => after > this.acknowledged);
    for (const { effect } of ready) this.release(effect);
  }
}
