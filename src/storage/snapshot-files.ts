/**
 * Large snapshots as files, each written and read a piece at a time, so that the process goes on in between.
 *
 * A file is written aside, synced, renamed, and its folder synced; only then does the store record it, with its length and its
 * checksum. A file that no record names was never a snapshot.
 */
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { Joining } from '../encoding/joining.js';
import { piecesOf } from '../encoding/pieces.js';
import type { Snapshot } from '../paxos/snapshot.js';
import { Frames, framed } from './frames.js';
import { StorageError } from './storage-error.js';
import { syncFolder } from './sync-folder.js';

/** What the store records of a file. */
export interface SnapshotFile {
  readonly name: string;
  readonly bytes: number;
  readonly checksum: number;
}

const ENDING = '.snapshot';
const READ_BYTES = 1 << 20;
/** Synced now and then on the way: one sync of all of it would hold up those of the votes. */
const SYNC_EVERY_BYTES = 4 << 20;

export class SnapshotFiles {
  constructor(readonly folder: string) {}

  /** Resolves when the file survives a crash under its name; rejects with the signal's reason where it is given up. */
  async write(snapshot: Snapshot<unknown, unknown>, signal?: AbortSignal): Promise<SnapshotFile> {
    await this.#make();
    const name = `${String(snapshot.through).padStart(16, '0')}${ENDING}`;
    const unfinished = join(this.folder, `${name}.unfinished`);
    let [bytes, checksum, unsynced] = [0, 0, 0];
    const file = await open(unfinished, 'w');
    try {
      for (const piece of piecesOf(snapshot)) {
        signal?.throwIfAborted();
        const frame = framed(piece);
        await file.appendFile(frame);
        bytes += frame.length;
        checksum = crc32(frame, checksum);
        unsynced += frame.length;
        if (unsynced < SYNC_EVERY_BYTES) continue;
        await file.datasync();
        unsynced = 0;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, join(this.folder, name));
    await syncFolder(this.folder);
    return { name, bytes, checksum };
  }

  /** @throws StorageError where the file is not as it was recorded. */
  async read(recorded: SnapshotFile): Promise<unknown> {
    const joining = new Joining();
    const frames = new Frames();
    let [bytes, checksum] = [0, 0];
    try {
      const file = await open(join(this.folder, recorded.name));
      for await (const chunk of file.createReadStream({ highWaterMark: READ_BYTES })) {
        bytes += (chunk as Buffer).length;
        checksum = crc32(chunk, checksum);
        for (const piece of frames.add(chunk as Buffer)) joining.add(piece);
      }
      if (bytes !== recorded.bytes || checksum !== recorded.checksum)
        throw new Error(`${bytes} bytes with checksum ${checksum}`);
      return joining.value();
    } catch (error) {
      throw damaged(recorded, error);
    }
  }

  /** Removes all but that file. Nothing may be on its way. */
  async clear(name: string | undefined): Promise<void> {
    await this.#make();
    await this.#remove((other) => other !== name);
  }

  /** Removes the files that came before that one. What is not finished, or is not recorded yet, stays. */
  async supersede({ name }: SnapshotFile): Promise<void> {
    await this.#remove((other) => other.endsWith(ENDING) && other < name);
  }

  async #remove(isOver: (name: string) => boolean): Promise<void> {
    for (const name of await readdir(this.folder))
      if (isOver(name)) await rm(join(this.folder, name), { force: true });
  }

  async #make(): Promise<void> {
    const made = await mkdir(this.folder, { recursive: true });
    if (made !== undefined) await syncFolder(dirname(this.folder));
  }
}

function damaged({ name, bytes, checksum }: SnapshotFile, error: unknown): StorageError {
  return new StorageError(
    'damaged',
    {
      expected: `snapshot ${name} of ${bytes} bytes with checksum ${checksum}`,
      got: error instanceof Error ? error.message : String(error),
      likelyCause: 'a failing disk, or a file that was removed or changed from outside',
      nextStep: 'replace this node by a new member, and check the disk',
    },
    error,
  );
}
