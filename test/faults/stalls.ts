/** How long the event loop of this process stands still: as long as a timer is late, and one that has not come yet. */

const TICK_MS = 5;

export class Stalls {
  #longestMs = 0;
  #tickedAt = performance.now();

  constructor() {
    setInterval(() => this.#tick(), TICK_MS).unref();
  }

  /** The longest since it was last asked, in milliseconds. */
  takeLongestMs(): number {
    // Questions that have come meanwhile may be read before the timer is told.
    this.#tick();
    const longestMs = this.#longestMs;
    this.#longestMs = 0;
    return longestMs;
  }

  #tick(): void {
    const now = performance.now();
    this.#longestMs = Math.max(this.#longestMs, now - this.#tickedAt - TICK_MS);
    this.#tickedAt = now;
  }
}
