/**
 * Whether the monotonic clock has stood still, as Linux' does while the machine is suspended: the time of day has outrun it.
 *
 * What was counted on it is void then: the others have counted on (T17). Looked at when something was asked, and again
 * before it is answered.
 */
import type { Clock } from './ports.js';

export class Standstill {
  /** The least by which the time of day was ahead since the clock last stood still. */
  #ahead = Number.POSITIVE_INFINITY;

  constructor(
    readonly clock: Pick<Clock, 'now' | 'wall'>,
    /** To be outrun by so much is no standstill: clocks are read one after the other, and rounded. */
    readonly marginMs: number,
    readonly notice: () => unknown,
  ) {}

  /** Looks at both clocks; calls `notice`, and says so, where the monotonic one has stood still since it was last noticed. */
  look(): boolean {
    const { clock, marginMs } = this;
    if (clock.wall === undefined) return false;
    const ahead = clock.wall() - clock.now();
    const hasStood = ahead - this.#ahead > marginMs;
    // Set back, the time of day can be outrun anew.
    this.#ahead = hasStood ? ahead : Math.min(this.#ahead, ahead);
    if (hasStood) this.notice();
    return hasStood;
  }
}
