/** Writes what has come meanwhile, again and again, one write at a time. */
import type { Outbox } from './outbox.js';
import type { Storage } from './ports.js';
import type { Reaches } from './witness.js';

export interface WritingOptions<Command, State, Answer> {
  readonly outbox: Outbox<Command, State, Answer>;
  readonly storage: Pick<Storage<Command, State, Answer>, 'write'>;
  /** What is to be written of the others' stores. */
  readonly witnessed: () => Reaches;
  readonly isClosed: () => boolean;
  /** So many more persists are durable. */
  readonly durable: (count: number) => void;
  readonly failed: (error: unknown) => void;
}

export class Writing<Command, State, Answer> {
  #isUnderWay = false;

  constructor(readonly options: WritingOptions<Command, State, Answer>) {}

  async write(): Promise<void> {
    if (this.#isUnderWay) return;
    const { outbox, storage, witnessed, isClosed, durable, failed } = this.options;
    this.#isUnderWay = true;
    for (;;) {
      const persists = outbox.takeUnwritten();
      if (persists.length === 0 || isClosed()) break;
      try {
        await storage.write(
          persists.map(({ records }) => records),
          witnessed(),
        );
      } catch (error) {
        // Whether it was written is not known, and a later success would not tell.
        failed(error);
      }
      if (isClosed()) break;
      outbox.acknowledge(persists.length);
      durable(persists.length);
    }
    this.#isUnderWay = false;
  }
}
