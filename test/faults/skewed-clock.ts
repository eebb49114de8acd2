/** A clock that runs too fast or too slowly, and jumps ahead: still monotonic, as the port asks. */
import type { Clock } from '#src/node/ports.js';

/** Timers wait no longer at a time, so that a jump is noticed. */
const LOOKED_AT_EVERY_MS = 50;

export class SkewedClock implements Clock {
  #jumpedMs = 0;

  constructor(
    /** How many milliseconds it counts in one. */
    readonly rate: number,
  ) {}

  now(): number {
    return performance.now() * this.rate + this.#jumpedMs;
  }

  after(ms: number, callback: () => void): () => void {
    const due = this.now() + ms;
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const left = (due - this.now()) / this.rate;
      if (left <= 0 && timer !== undefined) callback();
      else timer = setTimeout(wait, Math.min(Math.max(left, 0), LOOKED_AT_EVERY_MS));
    };
    wait();
    return () => clearTimeout(timer);
  }

  jump(ms: number): void {
    this.#jumpedMs += ms;
  }
}
