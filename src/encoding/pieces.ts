/**
 * Values in pieces: a value of any size is taken apart and put together a piece at a time, and the process goes on in between.
 *
 * A large array or object is opened, its elements come in groups of a bounded size, and it is closed. The elements of an object are
 * its keys and values by turns. A single text, and a single array of bytes, is never divided.
 */

/** Some elements of the container that was opened last; or that one is opened, or closed. */
export type Piece = readonly unknown[] | 'array' | 'object' | 'end';

/** About how many bytes a piece has. */
const PIECE_BYTES = 1 << 15;
/** What any value counts, besides the bytes that are in it. */
const VALUE_BYTES = 8;

type Container = readonly unknown[] | Readonly<Record<string, unknown>>;

/** Whether a value is more than one piece. */
export function isLarge(value: unknown): boolean {
  return left(PIECE_BYTES, value) < 0;
}

/** The pieces of a value, each made when it is asked for. The value is not to be changed until then. */
export function* piecesOf(value: unknown): Generator<Piece> {
  if (isContainer(value) && isLarge(value)) yield* piecesOfLarge(value);
  else yield [value];
}

function* piecesOfLarge(container: Container): Generator<Piece> {
  yield Array.isArray(container) ? 'array' : 'object';
  let group: unknown[] = [];
  let room = PIECE_BYTES;
  for (const element of elementsOf(container)) {
    const after = left(room, element);
    if (after < 0 && group.length > 0) {
      yield group;
      group = [];
      room = PIECE_BYTES;
    }
    if (after < 0 && isContainer(element) && isLarge(element)) yield* piecesOfLarge(element);
    else {
      group.push(element);
      room = after < 0 ? left(room, element) : after;
    }
  }
  if (group.length > 0) yield group;
  yield 'end';
}

function* elementsOf(container: Container): Generator<unknown> {
  if (Array.isArray(container)) yield* container;
  else
    for (const key of Object.keys(container)) {
      yield key;
      yield (container as Readonly<Record<string, unknown>>)[key];
    }
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}

/** How many of so many bytes are left beside a value; below zero where it has more. Then the rest of it was not looked at. */
function left(bytes: number, value: unknown): number {
  let rest = bytes - VALUE_BYTES;
  if (typeof value === 'string') return rest - value.length;
  if (ArrayBuffer.isView(value)) return rest - value.byteLength;
  if (!isContainer(value)) return rest;
  if (Array.isArray(value))
    for (let index = 0; index < value.length && rest >= 0; index++) rest = left(rest, value[index]);
  else
    for (const key in value) {
      if (rest < 0) break;
      rest = left(rest - key.length, (value as Readonly<Record<string, unknown>>)[key]);
    }
  return rest;
}
