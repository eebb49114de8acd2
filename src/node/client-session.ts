/** A session as its client has it: the numbers of its commands, of which no more are under way than the cluster executes. */
import type { SessionId } from '../paxos/decree.js';
import type { Deadline } from './deadline.js';

export class ClientSession {
  #next = 1;
  /** The numbers that have no answer yet, in order. */
  readonly #open = new Set<number>();
  readonly #waiting = new Set<() => void>();

  constructor(
    readonly id: SessionId,
    /** A number that is further above the last one through which all are answered is not executed. */
    readonly windowMax: number,
    public usedAt: number,
  ) {}

  /** All through this number have their answers. */
  get answered(): number {
    const [first = this.#next] = this.#open;
    return first - 1;
  }

  get isInUse(): boolean {
    return this.#open.size > 0;
  }

  get hasRoom(): boolean {
    return this.#room > 0;
  }

  /** The number of a command that is under way from now on. */
  begin(): number {
    const sequence = this.#next++;
    this.#open.add(sequence);
    return sequence;
  }

  end(sequence: number, now: number): void {
    this.#open.delete(sequence);
    this.usedAt = now;
    this.#wake();
  }

  /** Waits until there may be room, or the deadline is over. */
  async room(deadline: Deadline): Promise<void> {
    let wake = (): void => {};
    const woken = new Promise<true>((resolve) => {
      wake = () => resolve(true);
    });
    this.#waiting.add(wake);
    if (await deadline.wait(woken, Number.POSITIVE_INFINITY)) return;
    // It was woken in vain: another may take its place.
    if (!this.#waiting.delete(wake)) this.#wake();
  }

  get #room(): number {
    return Math.max(0, this.answered + this.windowMax + 1 - this.#next);
  }

  /** Wakes as many as there is room for, those first that have waited longest. */
  #wake(): void {
    for (const wake of [...this.#waiting].slice(0, this.#room)) {
      this.#waiting.delete(wake);
      wake();
    }
  }
}
