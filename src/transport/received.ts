/** Values out of bytes that came from outside. */
import { unpack } from '../encoding/pack.js';
import { InvalidFrame } from './invalid-frame.js';

/** @throws InvalidFrame where it is no MessagePack, or has anything after it. */
export function received(bytes: Uint8Array): unknown {
  try {
    return unpack(bytes);
  } catch (error) {
    throw new InvalidFrame({ expected: 'one value as MessagePack', got: `${bytes.length} bytes: ${error}` });
  }
}
