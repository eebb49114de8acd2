/** Deadlines: when a call ends, whatever has come of it. */
import type { Clock } from './ports.js';

/** How long one call may take, in the place of the usual limit, and what ends it before. */
export interface CallOptions {
  readonly withinMs?: number;
  readonly signal?: AbortSignal;
}

export class Deadline {
  readonly signal: AbortSignal | undefined;
  readonly #at: number;

  constructor(
    readonly clock: Clock,
    readonly withinMs: number,
    signal?: AbortSignal,
  ) {
    // One of its own: Node warns of a signal to which many calls listen.
    this.signal = signal && AbortSignal.any([signal]);
    this.#at = clock.now() + withinMs;
  }

  get isOver(): boolean {
    return this.signal?.aborted === true || this.clock.now() >= this.#at;
  }

  /** What is promised, or null where that takes longer than so many milliseconds, or than the deadline. */
  wait<Value>(promise: Promise<Value>, atMostMs: number): Promise<Value | null> {
    const ms = Math.max(0, Math.min(atMostMs, this.#at - this.clock.now()));
    return new Promise((resolve, reject) => {
      const giveUp = (): void => resolve(null);
      const cancel = this.clock.after(ms, giveUp);
      this.signal?.addEventListener('abort', giveUp);
      promise.then(resolve, reject).finally(() => {
        cancel();
        this.signal?.removeEventListener('abort', giveUp);
      });
      if (this.signal?.aborted) giveUp();
    });
  }
}
