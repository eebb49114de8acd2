/** A file to which values are appended, and synced. */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface BareLog {
  /** Resolves when it survives a crash. What comes while another write is under way is written together. */
  append(text: string): Promise<void>;
  close(): Promise<void>;
}

export async function bareLog(): Promise<BareLog> {
  const folder = await mkdtemp(join(tmpdir(), 'synod-bench-'));
  const file = await open(join(folder, 'log'), 'a');
  const append = together(async (text) => {
    await file.write(text);
    await file.datasync();
  });
  return {
    append,
    close: async () => {
      // What is under way ends before.
      await append('');
      await file.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Writes what has come meanwhile, again and again, one write at a time. */
export function together(write: (text: string) => Promise<void>): (text: string) => Promise<void> {
  let next: { text: string; readonly written: Promise<void> } | undefined;
  let last: Promise<void> = Promise.resolve();
  return (text) => {
    if (next !== undefined) {
      next.text += text;
      return next.written;
    }
    const written = last.then(() => {
      const { text } = next!;
      next = undefined;
      return write(text);
    });
    next = { text, written };
    last = written;
    return written;
  };
}
