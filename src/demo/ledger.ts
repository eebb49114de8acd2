/** What the clients have asked to be written, and what was acknowledged: the servers' table is compared with it. */

export interface Written {
  readonly key: string;
  readonly value: string;
  /** How often it was put. */
  readonly version: number;
}

interface Write {
  readonly value: string;
  /** When it was first sent, in milliseconds. */
  readonly sentAt: number;
  isAcknowledged: boolean;
}

export class Ledger {
  readonly #writes = new Map<string, Write>();
  acknowledged = 0;
  /** Requests that were sent once more, since no answer had come or it was not known what came of them. */
  sentAgain = 0;
  /** How many acknowledged writes were read when a table was last compared with them. */
  readBack = 0;
  /** The most of them that were ever not there, or not as they were written. */
  lost = 0;
  /** What has gone wrong while it was written. */
  readonly problems: string[] = [];

  constructor(readonly now: () => number) {}

  send(key: string, value: string): void {
    this.#writes.set(key, { value, sentAt: this.now(), isAcknowledged: false });
  }

  acknowledge(key: string): void {
    this.#writes.get(key)!.isAcknowledged = true;
    this.acknowledged++;
  }

  /** Of the writes that were first sent then or later, how many were acknowledged. */
  acknowledgedSince(time: number): number {
    return [...this.#writes.values()].filter(({ sentAt, isAcknowledged }) => isAcknowledged && sentAt >= time)
      .length;
  }

  /** The keys of the writes that are acknowledged so far, with their values. */
  get kept(): ReadonlyMap<string, string> {
    const kept = [...this.#writes].filter(([, { isAcknowledged }]) => isAcknowledged);
    return new Map(kept.map(([key, { value }]) => [key, value]));
  }

  /** Whether somebody has asked for it, and it was done once. */
  isAsked({ key, value, version }: Written): boolean {
    return this.#writes.get(key)?.value === value && version === 1;
  }
}
