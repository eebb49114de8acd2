/** Checkpoints as files: written beside and then put in their place, so that there is always a whole one. */
import {
  closeSync,
  existsSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import type { Checkpoint } from '#model/index.js';
import { UsageError } from '../terminal/exit.js';

/** The first line of the file. */
const MAGIC = Buffer.from('synod checkpoint 1\n');

/**
 * Makes sure that a checkpoint can be written, before there is one.
 *
 * @throws UsageError where it cannot.
 */
export function refuseUnwritable(file: string): void {
  const beside = besides(file);
  try {
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) throw new Error('it is a folder');
    writeFileSync(beside, '');
    rmSync(beside);
  } catch (error) {
    throw new UsageError(
      `--checkpoint ${file} cannot be written: ${(error as Error).message}; expected a file in a folder that is there and may be ` +
        'written to',
    );
  }
}

/** Writes a checkpoint. The file that was there before is replaced when the new one is whole. */
export function saveCheckpoint(file: string, { rows, parents, ...head }: Checkpoint): void {
  const beside = besides(file);
  const out = openSync(beside, 'w');
  try {
    writeFileSync(out, MAGIC);
    // In parts, as one buffer has a largest size.
    for (const part of [{ ...head, chunks: rows.length }, ...rows, ...parents]) {
      const bytes = serialize(part);
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(bytes.length));
      writeFileSync(out, length);
      writeFileSync(out, bytes);
    }
  } finally {
    closeSync(out);
  }
  renameSync(beside, file);
}

/**
 * Reads a checkpoint, if the file is there.
 *
 * @throws UsageError where the file is none.
 */
export function loadCheckpoint(file: string): Checkpoint | undefined {
  if (!existsSync(file)) return undefined;
  const input = openSync(file, 'r');
  const read = (length: number): Buffer => {
    const bytes = Buffer.alloc(length);
    if (readSync(input, bytes, 0, length, null) !== length)
      throw new UsageError(
        `${file} ends too early; expected a checkpoint of synod check. Delete it to begin anew`,
      );
    return bytes;
  };
  const part = (): unknown => deserialize(read(Number(read(8).readBigUInt64LE())));
  try {
    const first = Buffer.alloc(MAGIC.length);
    readSync(input, first, 0, first.length, null);
    if (!first.equals(MAGIC))
      throw new UsageError(`${file} is not a checkpoint of synod check; give --checkpoint another file`);
    const { chunks, ...head } = part() as Checkpoint & { readonly chunks: number };
    const rows = Array.from({ length: chunks }, () => part() as Int32Array);
    const parents = Array.from({ length: chunks }, () => part() as Int32Array);
    return { ...head, rows, parents };
  } finally {
    closeSync(input);
  }
}

/** Where the next is written until it is whole. */
function besides(file: string): string {
  return `${file}.part`;
}

/** Removes a checkpoint that is not needed any more. */
export function dropCheckpoint(file: string): void {
  rmSync(file, { force: true });
}
