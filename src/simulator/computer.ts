/** A computer: its clock has a speed of its own, and it can sleep. What would happen in it meanwhile happens when it wakes up. */
import type { NodeClock } from '../node/ports.js';
import type { Time } from './timeline.js';

/** How it sleeps: as a process that was stopped, or suspended with its monotonic clock, which stands still until it wakes up. */
export type Sleep = 'paused' | 'suspended';

/** A clock, and beside it the time of day. */
export type ComputerClock = NodeClock & { readonly wall: () => number };

/** A timer is never early by more than what rounding comes to. */
const ROUNDING_MS = 1e-6;

export class Computer implements Time {
  /** What makes it sleep at present. */
  readonly #sleeps = new Set<{ readonly kind: Sleep }>();
  readonly #backlog: (() => void)[] = [];
  /** Of the time that has gone by, how much its monotonic clock has counted, and until when that is. */
  #counted = 0;
  #countedAt = 0;
  /** How far the time of day is ahead. */
  #ahead = 0;

  constructor(
    readonly timeline: Time,
    readonly name: string,
  ) {}

  get now(): number {
    return this.timeline.now;
  }

  get isAsleep(): boolean {
    return this.#sleeps.size > 0;
  }

  /** Plans something that happens in this computer. */
  after(ms: number, happen: () => void, name: string): () => void {
    let isWanted = true;
    const cancel = this.timeline.after(
      ms,
      () =>
        this.whenAwake(() => {
          if (isWanted) happen();
        }),
      name,
    );
    return () => {
      isWanted = false;
      cancel();
    };
  }

  skip(name: string): void {
    this.timeline.skip(name);
  }

  /** At once, or when it wakes up. */
  whenAwake(happen: () => void): void {
    if (this.isAsleep) this.#backlog.push(happen);
    else happen();
  }

  /** It sleeps, until what is returned is called. */
  sleep(kind: Sleep): () => void {
    this.#count();
    const sleep = { kind };
    this.#sleeps.add(sleep);
    return () => {
      this.#count();
      if (this.#sleeps.delete(sleep) && !this.isAsleep) this.#catchUp();
    };
  }

  wakeUp(): void {
    this.#count();
    this.#sleeps.clear();
    this.#catchUp();
  }

  /** The power is gone, and with it all that was to happen. */
  crash(): void {
    this.#count();
    this.#sleeps.clear();
    this.#backlog.length = 0;
  }

  /** Somebody sets the time of day. */
  setAhead(byMs: number): void {
    this.#ahead += byMs;
  }

  /** The clock of one process, from any start. */
  clock(offset: number, rate: number): ComputerClock {
    const begun = this.#count();
    const now = (): number => offset + (this.#count() - begun) * rate;
    return {
      now,
      wall: () => this.timeline.now + this.#ahead,
      after: (ms, callback) => {
        const due = now() + ms;
        let cancel = (): void => {};
        // What comes due while the clock stands still has to wait for as long once more.
        const plan = (leftMs: number): void => {
          const runOut = (): void => {
            const left = due - now();
            if (left > ROUNDING_MS) plan(left);
            else callback();
          };
          cancel = this.after(leftMs / rate, runOut, `clock of ${this.name}`);
        };
        plan(ms);
        return () => cancel();
      },
      turn: (callback) => void this.after(0, callback, `turn of ${this.name}`),
    };
  }

  /** How long it has been up and not suspended. */
  #count(): number {
    const { now } = this.timeline;
    if (!this.#isSuspended) this.#counted += now - this.#countedAt;
    this.#countedAt = now;
    return this.#counted;
  }

  get #isSuspended(): boolean {
    for (const { kind } of this.#sleeps) if (kind === 'suspended') return true;
    return false;
  }

  /** One after the other: what follows from each happens before the next. */
  #catchUp(): void {
    for (const happen of this.#backlog.splice(0)) this.after(0, happen, `backlog of ${this.name}`);
  }
}
