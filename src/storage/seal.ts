/**
 * Seals: how a record lies in the database, so that damage is noticed.
 *
 * A sealed record is the format (1 byte), a checksum (4 bytes), the number of the batch that wrote it (8 bytes), and the value as
 * MessagePack. The checksum covers the key too: a value that turns up under another key is damaged.
 */
import { crc32 } from 'node:zlib';
import { pack, unpack } from '../encoding/pack.js';
import { StorageError } from './storage-error.js';

export interface Sealed {
  readonly bytes: Uint8Array;
  readonly checksum: number;
}

export interface Opened {
  readonly value: unknown;
  /** The batch that wrote it. */
  readonly batch: number;
  readonly checksum: number;
}

/** Changes with whatever an earlier version could not read: the seal, the keys, or the values. */
const FORMAT = 2;
/** Since when there are records of each kind: each is written so that as early a version as possible can read it. */
export const FORMATS = { record: 1, snapshotInFile: 2 } as const;

const CHECKSUM_AT = 1;
const BATCH_AT = 5;
const VALUE_AT = 13;

export function seal(key: string, batch: number, value: unknown, format: number = FORMATS.record): Sealed {
  const payload = pack(value);
  const bytes = Buffer.allocUnsafe(VALUE_AT + payload.length);
  bytes[0] = format;
  bytes.writeBigUInt64BE(BigInt(batch), BATCH_AT);
  bytes.set(payload, VALUE_AT);
  const checksum = checksumOf(key, bytes);
  bytes.writeUInt32BE(checksum, CHECKSUM_AT);
  return { bytes, checksum };
}

/**
 * Opens a sealed record.
 *
 * @throws StorageError where it is not as it was written, or in a later format.
 */
export function unseal(key: string, view: Uint8Array): Opened {
  const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength);
  const format = bytes[0] ?? 0;
  if (format > FORMAT)
    throw new StorageError('format', {
      expected: `records in format ${FORMAT} at most`,
      got: `${key} in format ${format}`,
      likelyCause: 'a store that a later version has written, or a damaged file',
      nextStep: 'start the version that wrote it last',
    });
  const written = bytes.length > VALUE_AT ? bytes.readUInt32BE(CHECKSUM_AT) : undefined;
  const checksum = checksumOf(key, bytes);
  if (format < 1 || checksum !== written)
    throw new StorageError('damaged', {
      expected: `record ${key} in a format from 1 to ${FORMAT} with checksum ${checksum}`,
      got: written === undefined ? `${bytes.length} bytes` : `format ${format}, checksum ${written}`,
      likelyCause: 'a failing disk, or a file that was changed from outside',
      nextStep: 'replace this node by a new member, and check the disk',
    });
  const batch = Number(bytes.readBigUInt64BE(BATCH_AT));
  return { value: unpack(bytes.subarray(VALUE_AT)), batch, checksum };
}

function checksumOf(key: string, bytes: Uint8Array): number {
  // Records of the first format are summed as they always were.
  const where = bytes[0] === FORMATS.record ? key : `${key} in format ${bytes[0]}`;
  return crc32(bytes.subarray(BATCH_AT), crc32(where));
}
