/** Watching: what a member executes, told in order to all who want to know, and none of it left out. */
import type { ApplyEffect } from '../paxos/replica-effect.js';

/** What a watcher is told. */
export type Watched<Command, State, Answer> =
  /** A command was executed. */
  | { readonly type: 'applied'; readonly slot: number; readonly command: Command; readonly answer: Answer }
  /** The state after that slot, in the place of all that led to it: at first, after a snapshot, and for a watcher that is slow. */
  | { readonly type: 'state'; readonly slot: number; readonly state: State };

/** What is executed through that slot. */
export interface Executed<State> {
  readonly executed: number;
  readonly state: State;
}

/** What a slot has done; its state is in what is executed through the last one. */
type Applied<Command, Answer> = Omit<ApplyEffect<Command, never, Answer>, 'executed'>;

interface Wait {
  readonly slot: number;
  readonly resolve: () => void;
}

/** What waits for one watcher. Beyond it the state stands for all of that. */
const WAITING_MAX = 10_000;

export class Watchers<Command, State, Answer> {
  readonly #queues = new Set<Queue<Watched<Command, State, Answer>>>();
  readonly #waits = new Set<Wait>();
  #through = 0;

  /** Slots were executed: one after the other where `applied` has all of them, and else by a snapshot. */
  follow(now: Executed<State>, applied: readonly Applied<Command, Answer>[]): void {
    const hasAll = applied.length === now.executed - this.#through;
    this.#through = now.executed;
    const state = stateOf<State>(now);
    const events = hasAll ? applied.flatMap(commandsOf) : [state];
    for (const queue of this.#queues)
      if (queue.length + events.length > WAITING_MAX) queue.replace(state);
      else for (const event of events) queue.push(event);
    for (const wait of this.#waits)
      if (wait.slot <= now.executed) {
        wait.resolve();
        this.#waits.delete(wait);
      }
  }

  /** From the state that there is on, without a gap. */
  async *watch(
    now: () => Executed<State>,
    given?: AbortSignal,
  ): AsyncGenerator<Watched<Command, State, Answer>> {
    // One of its own: Node warns of a signal to which many listen.
    const signal = given && AbortSignal.any([given]);
    const queue = new Queue<Watched<Command, State, Answer>>();
    const end = (): void => queue.end();
    queue.push(stateOf(now()));
    this.#queues.add(queue);
    signal?.addEventListener('abort', end);
    try {
      for (;;) {
        signal?.throwIfAborted();
        const event = await queue.take();
        signal?.throwIfAborted();
        if (event === undefined) return;
        yield event;
      }
    } finally {
      signal?.removeEventListener('abort', end);
      this.#queues.delete(queue);
    }
  }

  /** When the slot is executed here, or the member is closed. Whoever does not wait any more says so. */
  reached(slot: number): { readonly promise: Promise<true>; readonly forget: () => void } {
    let wait: Wait | undefined;
    const promise = new Promise<true>((resolve) => {
      wait = { slot, resolve: () => resolve(true) };
      if (slot <= this.#through) wait.resolve();
      else this.#waits.add(wait);
    });
    return { promise, forget: () => void this.#waits.delete(wait!) };
  }

  /** Where the member begins: what it has executed again at its start. */
  begin({ executed }: Executed<State>): void {
    this.#through = executed;
  }

  close(): void {
    for (const queue of this.#queues) queue.end();
    for (const wait of this.#waits) wait.resolve();
    this.#waits.clear();
  }
}

/** What waits for its one taker. */
class Queue<Item> {
  #items: Item[] = [];
  #isEnded = false;
  #wake = (): void => {};

  get length(): number {
    return this.#items.length;
  }

  push(item: Item): void {
    this.#items.push(item);
    this.#wake();
  }

  replace(item: Item): void {
    this.#items = [item];
    this.#wake();
  }

  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  /** The next one, when there is one; undefined at the end. */
  async take(): Promise<Item | undefined> {
    while (this.#items.length === 0 && !this.#isEnded)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    return this.#items.shift();
  }
}

function stateOf<State>({ executed, state }: Executed<State>) {
  return { type: 'state', slot: executed, state } as const;
}

/** The commands that were executed in the slot; those of a request that came again were executed before. */
function commandsOf<Command, Answer>({ slot, decree, outcomes }: Applied<Command, Answer>) {
  if (decree.type !== 'batch') return [];
  return decree.requests.flatMap(({ command }, index) => {
    const reply = outcomes[index]?.reply;
    if (reply?.type !== 'answered' || reply.slot !== slot) return [];
    return [{ type: 'applied', slot, command, answer: reply.answer } as const];
  });
}
