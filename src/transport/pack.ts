/** MessagePack, as frames carry it: each value for itself, without shared structures and without references. */
import { Packr } from 'msgpackr';
import { InvalidFrame } from './invalid-frame.js';

// References could make a short frame a value without end. Copied bytes do not keep the buffer that they came in.
const packr = new Packr({
  useRecords: false,
  // Or an object of more than 65,535 keys could not be sent.
  variableMapSize: true,
  mapsAsObjects: true,
  structuredClone: false,
  moreTypes: true,
  useBigIntExtension: true,
  copyBuffers: true,
});

export function pack(value: unknown): Uint8Array {
  return packr.pack(value);
}

/** @throws InvalidFrame where it is no MessagePack, or has anything after it. */
export function unpack(bytes: Uint8Array): unknown {
  try {
    return packr.unpack(bytes);
  } catch (error) {
    throw new InvalidFrame({ expected: 'one value as MessagePack', got: `${bytes.length} bytes: ${error}` });
  }
}
