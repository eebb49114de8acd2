/**
 * The outbox: what a step has asked for, in the order in which the world may see it.
 *
 * Whatever rests on a persist waits here until that is durable. What has come while a write is under way goes to the disk
 * together in the next one: a sync costs the same for one record as for many.
 *
 * While the disk stands still others ask again and again. So for each of them only so much waits; what comes beyond it counts as lost on
 * the way, and is asked for again.
 */
import type { Limits } from '../paxos/limits.js';
import type { NodeId } from '../paxos/node-id.js';
import type { PersistEffect, ReplyEffect, SendEffect } from '../paxos/replica-effect.js';

/** What may have to wait. */
export type Held<Command, State, Answer> = SendEffect<Command, State, Answer> | ReplyEffect<Answer>;

/** How many messages to one node may wait: an answer to each persist under way, and what is said in each slot in reach. */
export function heldMax({ persistsMax, alpha }: Pick<Limits, 'persistsMax' | 'alpha'>): number {
  return persistsMax + alpha;
}

export class Outbox<Command, State, Answer> {
  /** How many persists have been acknowledged since the start; the core counts from here. */
  acknowledged = 0;
  #unwritten: PersistEffect<Command, State, Answer>[] = [];
  #held: { readonly after: number; readonly effect: Held<Command, State, Answer> }[] = [];

  /** @param heldMax how many messages to one node may wait */
  constructor(
    readonly heldMax: number,
    readonly release: (effect: Held<Command, State, Answer>) => void,
  ) {}

  persist(effect: PersistEffect<Command, State, Answer>): void {
    this.#unwritten.push(effect);
  }

  /** Lets go what rests on nothing, and holds the rest. */
  put(effect: Held<Command, State, Answer>): void {
    if (effect.restsOn === 0) this.release(effect);
    else if (effect.type === 'reply' || this.heldFor(effect.to) < this.heldMax)
      this.#held.push({ after: this.acknowledged + effect.restsOn, effect });
  }

  /** How many messages to that node wait. */
  heldFor(to: NodeId): number {
    return this.#held.filter(({ effect }) => effect.type === 'send' && effect.to === to).length;
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
