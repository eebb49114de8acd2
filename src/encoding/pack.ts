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

/** How large objects are that were packed before: no value is changed once it is given to the protocol. */
const sizes = new WeakMap<object, number>();

/** How many bytes a value has as MessagePack. */
export function packedBytes(value: unknown): number {
  const known = typeof value === 'object' && value !== null ? sizes.get(value) : undefined;
  return known ?? pack(value).length;
}

/** A copy of a value, as it comes out of a message. How large it is is not measured again. */
export function repacked<Value>(value: Value): { readonly copy: Value; readonly bytes: number } {
  const packed = pack(value);
  const copy = unpack(packed) as Value;
  if (typeof copy === 'object' && copy !== null) sizes.set(copy, packed.length);
  return { copy, bytes: packed.length };
}
