/** A database that does at its batches what a test wants: fail once, or never end. */
import { MemoryLevel } from 'memory-level';

export class FailingLevel extends MemoryLevel {
  /** How many batches were tried. */
  batches = 0;
  /** Of these, how many did not ask to be durable. */
  unsynced = 0;
  failsAt = Number.POSITIVE_INFINITY;
  hangs = false;

  /** What every batch of abstract-level comes to. */
  async _batch(
    ...batch: readonly [operations: unknown, options: { readonly sync?: boolean }]
  ): Promise<void> {
    this.batches += 1;
    if (batch[1].sync !== true) this.unsynced += 1;
    if (this.batches === this.failsAt) throw new Error('the disk is full');
    if (this.hangs) await new Promise(() => {});
    await Reflect.apply(Reflect.get(MemoryLevel.prototype, '_batch'), this, batch);
  }
}
