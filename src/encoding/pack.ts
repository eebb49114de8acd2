/** Values as MessagePack, on disks and on the network alike: each for itself, without shared structures and without references. */
import { Packr } from 'msgpackr';

// References could make a few bytes a value without end. Copied bytes do not keep the buffer that they came in.
const packr = new Packr({
  useRecords: false,
  // Or an object of more than 65,535 keys could not be written.
  variableMapSize: true,
  mapsAsObjects: true,
  structuredClone: false,
  moreTypes: true,
  useBigIntExtension: true,
  copyBuffers: true,
});

export function pack(value: unknown): Buffer {
  return packr.pack(value);
}

/** @throws Error where it is no MessagePack, or has anything after it. */
export function unpack(bytes: Uint8Array): unknown {
  return packr.unpack(bytes);
}
