/** Which files are renamed, and which files and folders are synced, and in which order. */
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';

/** The renames and syncs within a piece of work, each with the last part of its path. */
export async function syncsOf(work: () => Promise<void>): Promise<readonly string[]> {
  const { open, rename } = files;
  const steps: string[] = [];
  files.open = async (path, ...more) => {
    const handle = await open(path, ...more);
    const sync = handle.sync.bind(handle);
    handle.sync = async () => {
      await sync();
      steps.push(`sync ${basename(String(path))}`);
    };
    return handle;
  };
  files.rename = async (from, to) => {
    await rename(from, to);
    steps.push(`rename to ${basename(String(to))}`);
  };
  syncBuiltinESMExports();
  try {
    await work();
  } finally {
    Object.assign(files, { open, rename });
    syncBuiltinESMExports();
  }
  return steps;
}
