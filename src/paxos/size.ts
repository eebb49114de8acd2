/** Sizes: the driver says how many bytes a command has, and the core bounds what it puts into one decree or message. */
import type { Decree } from './decree.js';
import { InvalidInput } from './invalid-input.js';

/** How many bytes a command has within a message. */
export type BytesOf<Command> = (command: Command) => number;

/** More than stands around a command in its request: the names of the fields, and numbers. */
export const REQUEST_BYTES = 128;

export function requestBytes<Command>(command: Command, bytesOf: BytesOf<Command>): number {
  return REQUEST_BYTES + bytesOf(command);
}

/** At least what a decree has in a message; a change of members is a few names, and is not counted. */
export function decreeBytes<Command>(decree: Decree<Command>, bytesOf: BytesOf<Command>): number {
  if (decree.type !== 'batch') return REQUEST_BYTES;
  return decree.requests.reduce((sum, { command }) => sum + requestBytes(command, bytesOf), 0);
}

/** The first items, as many as go into so many bytes together; at least one, if there is one. */
export function fitting<Item>(
  items: readonly Item[],
  bytesOf: (item: Item) => number,
  bytesMax: number,
): readonly Item[] {
  let bytes = 0;
  const end = items.findIndex((item, index) => {
    bytes += bytesOf(item);
    return index > 0 && bytes > bytesMax;
  });
  return end === -1 ? items : items.slice(0, end);
}

/** @throws InvalidInput where a command of so many bytes is too large. */
export function assertValueSize(bytes: number, valueBytesMax: number): void {
  if (bytes <= valueBytesMax) return;
  throw new InvalidInput('value', {
    expected: `a command of at most ${valueBytesMax} bytes`,
    got: `one of ${bytes}`,
    likelyCause: 'data that belongs elsewhere, with its name in the command',
    nextStep: 'propose less at once; valueBytesMax is fixed when the cluster is founded',
  });
}
