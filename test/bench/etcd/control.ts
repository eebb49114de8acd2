/** What the disk allows by itself: writers whose values are appended to one file together, and synced, one write after the other. */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Load, load, valueAt } from '../cluster/load.js';

export async function groupCommit(callers: number, forMs: number): Promise<Load> {
  const folder = await mkdtemp(join(tmpdir(), 'synod-bench-'));
  const file = await open(join(folder, 'log'), 'a');
  let waiting: { readonly value: string; readonly written: () => void }[] = [];
  let isWriting = false;
  const write = async (): Promise<void> => {
    isWriting = true;
    while (waiting.length > 0) {
      const taken = waiting;
      waiting = [];
      await file.write(taken.map(({ value }) => value).join(''));
      await file.datasync();
      for (const { written } of taken) written();
    }
    isWriting = false;
  };
  const append = (index: number): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ value: valueAt(index), written: resolve });
      if (!isWriting) write().catch(reject);
    });
  try {
    return await load(append, { callers }, forMs);
  } finally {
    await file.close();
    await rm(folder, { recursive: true });
  }
}
