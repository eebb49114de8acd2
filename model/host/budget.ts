/** What an exploration may use of its host: time, the heap, and the patience of whoever waits for it. All of it is polled here. */
import { now } from './clock.js';
import { isHeapFull } from './heap.js';

/** Milliseconds after which work lets its host do something else. */
export const SLICE = 50;
/** States, or edges, that such work looks at between two pauses. */
export const PAUSE_EVERY = 4096;

export class Budget {
  /** Whether nobody waits any more. */
  readonly isInterrupted: () => boolean;
  readonly #started = now();
  readonly #deadline: number;

  /** @param around what every slice of work is run in. */
  constructor(
    {
      timeoutMs = Number.POSITIVE_INFINITY,
      signal,
    }: { timeoutMs?: number; signal?: AbortSignal | undefined },
    readonly around: <Value>(run: () => Value) => Value = (run) => run(),
  ) {
    this.#deadline = this.#started + timeoutMs;
    this.isInterrupted = () => signal?.aborted === true;
  }

  get seconds(): number {
    return (now() - this.#started) / 1000;
  }

  /** When a slice of work ends that begins now. */
  get until(): number {
    return Math.min(now() + SLICE, this.#deadline);
  }

  /** Why nothing must go on any more. */
  get over(): 'time' | 'interrupted' | undefined {
    if (this.isInterrupted()) return 'interrupted';
    return now() >= this.#deadline ? 'time' : undefined;
  }

  get isHeapFull(): boolean {
    return isHeapFull();
  }

  /** The same for work that a full heap ends, too. */
  get exhausted(): 'time' | 'interrupted' | 'memory' | undefined {
    return this.over ?? (this.isHeapFull ? 'memory' : undefined);
  }

  /** What comes of work that pauses now and then; undefined where it is over before that. */
  async inSlices<Value>(
    work: Generator<void, Value>,
    isOver = this.isInterrupted,
  ): Promise<Value | undefined> {
    const slice = (end: number): IteratorResult<void, Value | undefined> => {
      for (;;) {
        const next = work.next();
        if (next.done) return next;
        if (isOver()) return { done: true, value: undefined };
        if (now() >= end) return next;
      }
    };
    for (;;) {
      const next = this.around(() => slice(now() + SLICE));
      if (next.done) return next.value;
      await this.pause();
    }
  }

  /** Lets timers, signals and the screen have their turn; in Node as in a browser's worker. */
  pause(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, 0));
  }
}
