/** A clock that runs too fast or too slowly, jumps ahead, or stands still with its process: still monotonic, as the port asks. */
import type { NodeClock } from '#src/node/ports.js';

export interface ClockSetting {
  /** How many milliseconds it counts in one; 1 where it is left out. */
  readonly rate?: number;
  /** Whether it stands still while its process is stopped, as Linux' does while the machine is suspended. */
  readonly isStanding?: boolean;
  /** Whether there is no time of day beside it. */
  readonly isAlone?: boolean;
}

/** Timers wait no longer at a time, so that a jump is noticed. */
const LOOKED_AT_EVERY_MS = 50;
/** A process that has not looked for so long was stopped. */
const STOPPED_MS = 4 * LOOKED_AT_EVERY_MS;

export class SkewedClock implements NodeClock {
  readonly wall?: () => number;
  #jumpedMs = 0;
  #setMs = 0;
  #lookedAt = performance.now();
  #stoodMs = 0;

  constructor(readonly setting: ClockSetting) {
    const { isStanding = false, isAlone = false } = setting;
    if (!isAlone) this.wall = () => performance.now() * this.#rate + this.#setMs;
    if (isStanding) setInterval(() => this.now(), LOOKED_AT_EVERY_MS).unref();
  }

  now(): number {
    const real = performance.now();
    if (this.setting.isStanding && real - this.#lookedAt > STOPPED_MS) this.#stoodMs += real - this.#lookedAt;
    this.#lookedAt = real;
    return (real - this.#stoodMs) * this.#rate + this.#jumpedMs;
  }

  after(ms: number, callback: () => void): () => void {
    const due = this.now() + ms;
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const left = (due - this.now()) / this.#rate;
      if (left <= 0 && timer !== undefined) callback();
      else timer = setTimeout(wait, Math.min(Math.max(left, 0), LOOKED_AT_EVERY_MS));
    };
    wait();
    return () => clearTimeout(timer);
  }

  turn(callback: () => void): void {
    setImmediate(callback);
  }

  jump(ms: number): void {
    this.#jumpedMs += ms;
  }

  /** Somebody sets the time of day. */
  set(byMs: number): void {
    this.#setMs += byMs;
  }

  get #rate(): number {
    return this.setting.rate ?? 1;
  }
}
