/** A replica on a node with a store: what is not durable yet is held back, and lost in a crash. */
import type { Step } from '#src/paxos/effect.js';
import type { NodeId } from '#src/paxos/node-id.js';
import { type Kept, keep, nothingKept } from '#src/paxos/record.js';
import type { ReplicaFunctions } from '#src/paxos/replica.js';
import type { PersistEffect, ReplicaEffect, SendEffect, Timer } from '#src/paxos/replica-effect.js';
import type { ReplicaInput } from '#src/paxos/replica-input.js';
import type { Replica } from '#src/paxos/replica-state.js';

export type State = readonly string[];
export type Answer = readonly string[];
export type Effect = ReplicaEffect<string, State, Answer>;
export type Input = ReplicaInput<string, State, Answer>;
export type Sent = SendEffect<string, State, Answer>;

export type Functions = ReplicaFunctions<string, State, Answer>;

export class ReplicaNode {
  replica!: Replica<string, State, Answer>;
  /** The timers that run. */
  readonly timers = new Set<Timer>();
  /** What is to be made durable, in order. */
  persists: PersistEffect<string, State, Answer>[] = [];
  /** What waits for a persist, with how many have to be acknowledged before it. */
  #held: { readonly left: number; readonly effect: Effect }[] = [];
  #kept: Kept<string, State, Answer>;
  /** How many persists were acknowledged since the start. */
  #acknowledged = 0;

  constructor(
    readonly id: NodeId,
    readonly functions: Functions,
    readonly first: Parameters<typeof nothingKept>[0],
    /** Is given what may leave the node, or is told of. */
    readonly out: (effect: Effect) => void,
  ) {
    this.#kept = nothingKept(first);
    this.#begin(functions.start());
  }

  /** What is on the disk. */
  get kept(): Kept<string, State, Answer> {
    return this.#kept;
  }

  take(input: Input): void {
    const before = freeze(this.replica);
    this.#begin(this.functions.step(before, input));
  }

  /** The first persists under way become durable. */
  sync(count: number): void {
    this.#write(count);
    const held = this.#held.map(({ left, effect }) => ({ left: left - count, effect }));
    this.#held = held.filter(({ left }) => left > 0);
    for (const { effect } of held.filter(({ left }) => left <= 0)) this.out(effect);
    const after = this.#acknowledged;
    this.#acknowledged += count;
    this.take({ type: 'durable', number: count, after });
  }

  /** Of the persists under way the first ones have become durable, and nobody was told; all else is lost. */
  crash(written: number): void {
    this.#write(written);
    this.persists = [];
    this.#held = [];
    this.#acknowledged = 0;
    this.timers.clear();
    // As from a disk: nothing is shared with what was before.
    this.#kept = JSON.parse(JSON.stringify(this.#kept));
    this.#begin(this.functions.start(this.#kept));
  }

  #write(count: number): void {
    for (const { records } of this.persists.splice(0, count)) this.#kept = records.reduce(keep, this.#kept);
  }

  #begin([replica, effects]: Step<Replica<string, State, Answer>, Effect>): void {
    this.replica = replica;
    for (const effect of effects)
      if (effect.type === 'persist') {
        if (effect.number !== this.persists.length + 1)
          throw new Error(`persist ${effect.number} comes after ${this.persists.length}`);
        this.persists.push(effect);
      } else if (effect.type === 'setTimer') {
        this.timers.add(effect.timer);
        this.out(effect);
      } else if ('restsOn' in effect && effect.restsOn > 0) this.#held.push({ left: effect.restsOn, effect });
      else this.out(effect);
  }
}

/** The value, which nothing can change any more. */
export function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const each of Object.values(value)) freeze(each);
  return value;
}
