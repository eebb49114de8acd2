/**
 * Backups: the state that a cluster has come to, as one file with which a new cluster can begin.
 *
 * It has what is executed, the table of sessions included, and nothing of what members have promised: a member cannot go on from it.
 * The file ends with the hash of all before, so that one that was cut off or changed is not taken for a backup.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Joining } from '../encoding/joining.js';
import { piecesOf } from '../encoding/pieces.js';
import type { Executed } from '../paxos/execution.js';
import type { ClusterLimits } from '../paxos/limits.js';
import { Frames, framed } from './frames.js';
import { StorageError } from './storage-error.js';
import { syncFolder } from './sync-folder.js';

export interface Backup<State, Answer> {
  /** The cluster that it was made of. */
  readonly cluster: string;
  readonly limits: ClusterLimits;
  readonly executed: Executed<State, Answer>;
}

/** A backup that was read from a file. */
export interface ReadBackup<State, Answer> extends Backup<State, Answer> {
  /** The hash of the file, in hexadecimal: which backup it is. */
  readonly digest: string;
}

/** With the version of the format. */
const TITLE = Buffer.from('synod backup 1\n');
const DIGEST_BYTES = 32;

/** The file's bytes, made a piece at a time. */
export function* bytesOfBackup(backup: Backup<unknown, unknown>): Generator<Buffer> {
  const hash = createHash('sha256');
  hash.update(TITLE);
  yield TITLE;
  for (const piece of piecesOf(backup)) {
    const frame = framed(piece);
    hash.update(frame);
    yield frame;
  }
  yield hash.digest();
}

/**
 * Writes the bytes of a backup aside, reads them again, and gives the file its name.
 *
 * @throws StorageError where they are not a whole backup: then there is no file.
 */
export async function writeBackup<State, Answer>(
  path: string,
  bytes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<ReadBackup<State, Answer>> {
  const unfinished = `${path}.unfinished`;
  try {
    const file = await open(unfinished, 'w', 0o600);
    try {
      for await (const chunk of bytes) await file.appendFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    const backup = await readBackup<State, Answer>(unfinished);
    await rename(unfinished, path);
    await syncFolder(dirname(resolve(path)));
    return backup;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** @throws StorageError where it is no backup, or not as it was written. */
export async function readBackup<State, Answer>(path: string): Promise<ReadBackup<State, Answer>> {
  const hash = createHash('sha256');
  const frames = new Frames();
  const joining = new Joining();
  let isTitled = false;
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(path)) {
      rest = Buffer.concat([rest, chunk as Buffer]);
      if (!isTitled && rest.length >= TITLE.length) {
        if (!rest.subarray(0, TITLE.length).equals(TITLE)) throw new Error('a file that begins otherwise');
        hash.update(TITLE);
        rest = rest.subarray(TITLE.length);
        isTitled = true;
      }
      if (!isTitled || rest.length <= DIGEST_BYTES) continue;
      const body = rest.subarray(0, -DIGEST_BYTES);
      rest = rest.subarray(-DIGEST_BYTES);
      hash.update(body);
      for (const piece of frames.add(body)) joining.add(piece);
    }
    const digest = hash.digest();
    if (!digest.equals(rest)) throw new Error('a file that was cut off or changed');
    return { ...(joining.value() as Backup<State, Answer>), digest: digest.toString('hex') };
  } catch (error) {
    throw noBackup(path, error);
  }
}

function noBackup(path: string, error: unknown): StorageError {
  return new StorageError(
    'damaged',
    {
      expected: `a backup in the file ${path}, with the title ${TITLE.toString().trim()}`,
      got: error instanceof Error ? error.message : String(error),
      likelyCause:
        'another file, a backup that was not copied to its end, or one that a later version has written',
      nextStep: 'copy it again, and compare the two files; or take another backup',
    },
    error,
  );
}
