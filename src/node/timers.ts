/** The timers of a replica: one for each name, the later in the place of the earlier (duty 9 of src/paxos/README.md). */
import type { Timer, TimerEffect } from '../paxos/replica-effect.js';
import type { Clock, Random } from './ports.js';

export class Timers {
  readonly #cancels = new Map<Timer, () => void>();

  constructor(
    readonly world: { readonly clock: Clock; readonly random: Random },
    readonly runOut: (timer: Timer) => void,
  ) {}

  set({ timer, afterMs, spreadMs }: TimerEffect): void {
    const { clock, random } = this.world;
    this.#cancels.get(timer)?.();
    const ms = afterMs + spreadMs * random();
    this.#cancels.set(
      timer,
      clock.after(ms, () => this.runOut(timer)),
    );
  }

  setAll(timers: readonly TimerEffect[]): void {
    for (const timer of timers) this.set(timer);
  }

  close(): void {
    for (const cancel of this.#cancels.values()) cancel();
  }
}
