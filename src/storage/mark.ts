/**
 * The mark: the number of the last durable batch, noted beside the database.
 *
 * A log that was cut at the end of a batch looks like one that never went on. The mark tells, since it is written after each
 * batch. It is not synced, so it survives the end of the process and perhaps not that of the power: it is a lower bound of what
 * was acknowledged, never a guess. What a power cut took from both, only other members can notice.
 */
import { constants, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

export interface Mark {
  /** What it was when it was opened: 0 where there was none, or one that was cut off while it was written. */
  readonly batch: number;
  write(batch: number): void;
  close(): Promise<void>;
}

/** Of databases that have no place for a mark. */
export const NO_MARK: Mark = { batch: 0, write: () => {}, close: async () => {} };

const NUMBER_BYTES = 8;
const BYTES = NUMBER_BYTES + 4;

export async function openMark(path: string): Promise<Mark> {
  const file = await open(path, constants.O_RDWR | constants.O_CREAT);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(BYTES), 0, BYTES, 0);
  return {
    batch: bytesRead === BYTES ? read(buffer) : 0,
    // Twelve bytes for the system's memory: it is done sooner than another thread would be woken for it.
    write: (batch) => {
      writeSync(file.fd, written(batch), 0, BYTES, 0);
    },
    close: async () => {
      await file.sync();
      await file.close();
    },
  };
}

function written(batch: number): Buffer {
  const buffer = Buffer.alloc(BYTES);
  buffer.writeBigUInt64BE(BigInt(batch));
  buffer.writeUInt32BE(crc32(buffer.subarray(0, NUMBER_BYTES)), NUMBER_BYTES);
  return buffer;
}

function read(buffer: Buffer): number {
  const isWhole = crc32(buffer.subarray(0, NUMBER_BYTES)) === buffer.readUInt32BE(NUMBER_BYTES);
  return isWhole ? Number(buffer.readBigUInt64BE()) : 0;
}
