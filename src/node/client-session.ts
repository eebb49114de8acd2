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

  /** Its place goes to the one that has waited longest, before any other call can take it. */
  end(sequence: number, now = this.usedAt): void {
    this.#open.delete(sequence);
    this.usedAt = now;
    for (const begin of [...this.#waiting].slice(0, this.#room)) {
      this.#waiting.delete(begin);
      begin();
    }
  }

  /**
   * The number of a command that is under way as soon as there is room, with those first that have waited longest; null where the
   * deadline is over before.
   */
  async beginLater(deadline: Deadline): Promise<number | null> {
    let begin = (): void => {};
    const begun = new Promise<number>((resolve) => {
      begin = () => resolve(this.begin());
    });
    this.#waiting.add(begin);
    await deadline.wait(begun, Number.POSITIVE_INFINITY);
    return this.#waiting.delete(begin) ? null : begun;
  }

  get #room(): number {
    return Math.max(0, this.answered + this.windowMax + 1 - this.#next);
  }
}
