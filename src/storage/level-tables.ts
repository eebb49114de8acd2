/**
 * LevelDB's tables, checked before LevelDB reads them.
 *
 * It does not look at the checksums in them unless it is told to, which `classic-level` cannot, and a damaged block may end the
 * whole process with a failed assertion. So each block is checked here: its bytes and its type have a CRC-32C behind them. The
 * format is that of leveldb/doc/table_format.md: blocks, one index of them, and a footer that says where the index is.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32c } from './crc32c.js';
import { StorageError } from './storage-error.js';

/** Where a block lies; its type and checksum follow it. */
interface Block {
  readonly offset: number;
  readonly size: number;
}

const FOOTER_BYTES = 48;
const MAGIC = 0xdb4775248b80fb57n;
const TRAILER_BYTES = 5;

/**
 * Asserts that no table of the database is damaged.
 *
 * A table without an end is passed over: LevelDB refuses it by itself where it is needed. Where it is not, a crash has cut off
 * the writing of it, which is no damage.
 *
 * @throws StorageError where a block is not as it was written.
 */
export async function assertTablesAreSound(database: string): Promise<void> {
  const names = (await readdir(database)).filter((name) => name.endsWith('.ldb'));
  for (const name of names) {
    const table = await readFile(join(database, name));
    if (table.length < FOOTER_BYTES || table.readBigUInt64LE(table.length - 8) !== MAGIC) continue;
    if (!isSound(table))
      throw new StorageError('damaged', {
        expected: `the blocks of ${name} to have their checksums`,
        got: 'another one',
        likelyCause: 'a failing disk, or a file that was changed from outside',
        nextStep: 'replace this node by a new member, and check the disk',
      });
  }
}

/** Whether all blocks of the table are as they were written. */
function isSound(table: Buffer): boolean {
  const footer = new Reader(table, table.length - FOOTER_BYTES);
  const [meta, index] = [footer.block(), footer.block()];
  if (![meta, index].every((block) => isIntact(table, block))) return false;
  const blocks = blocksIn(table, index);
  // The filter lies between the last block and the index of what is not data.
  const last = blocks.at(-1);
  const after = last === undefined ? 0 : endOf(last);
  const filter = { offset: after, size: meta.offset - after - TRAILER_BYTES };
  return [...blocks, ...(meta.offset > after ? [filter] : [])].every((block) => isIntact(table, block));
}

function endOf({ offset, size }: Block): number {
  return offset + size + TRAILER_BYTES;
}

function isIntact(table: Buffer, block: Block): boolean {
  if (block.size < 0 || endOf(block) > table.length) return false;
  const end = block.offset + block.size + 1;
  const crc = crc32c(table.subarray(block.offset, end));
  // LevelDB stores no checksum as it is, since a checksum over checksums would be weak.
  const masked = (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
  return masked === table.readUInt32LE(end);
}

/** The blocks of an index: entries of a shared length, a length and the length of a value, then the rest of a key, and the value. */
function blocksIn(table: Buffer, { offset, size }: Block): readonly Block[] {
  const restarts = table.readUInt32LE(offset + size - 4);
  const end = offset + size - 4 * (restarts + 1);
  const blocks: Block[] = [];
  for (let at = offset; at < end; ) {
    const entry = new Reader(table, at);
    const [, rest, value] = [entry.number(), entry.number(), entry.number()];
    const key = entry.at;
    blocks.push(new Reader(table, key + rest).block());
    at = key + rest + value;
  }
  return blocks;
}

/** Reads what the format calls varints: seven bits in a byte, the lowest first, and one bit for another byte. */
class Reader {
  constructor(
    readonly bytes: Buffer,
    public at: number,
  ) {}

  number(): number {
    let number = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.bytes[this.at++] ?? 0;
      number += (byte & 127) * scale;
      if (byte < 128) return number;
    }
  }

  block(): Block {
    return { offset: this.number(), size: this.number() };
  }
}
