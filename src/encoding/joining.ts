/** Joining: a value is put together from its pieces, none of which is believed before it was looked at. */
import { DEPTH_MAX, isPlainValue } from './plain-value.js';

/** So deep may what stands around a user's value be. */
const AROUND = 8;
const LEVELS_MAX = DEPTH_MAX + AROUND;

interface Open {
  readonly put: (element: unknown) => void;
  /** The container, where it may end here. */
  readonly end: () => unknown;
}

/** What came is no piece, or none that can come there. */
export class InvalidPiece extends Error {
  override readonly name = 'InvalidPiece';

  constructor(expected: string, got: string) {
    super(`expected ${expected}, got ${got}; it was damaged, or written by another program`);
  }
}

export class Joining {
  /** The containers that are open, the outermost first: in it stands the whole value. */
  readonly #open: Open[] = [openArray()];

  /** @throws InvalidPiece where it is none. */
  add(piece: unknown): void {
    const inner = this.#open.at(-1)!;
    if (piece === 'array' || piece === 'object') {
      if (this.#open.length > LEVELS_MAX) throw new InvalidPiece(`at most ${LEVELS_MAX} levels`, 'more');
      this.#open.push(piece === 'array' ? openArray() : openObject());
    } else if (piece === 'end' && this.#open.length > 1) {
      this.#open.pop();
      this.#open.at(-1)!.put(inner.end());
    } else if (Array.isArray(piece))
      for (const element of piece) {
        if (!isPlainValue(element, LEVELS_MAX - this.#open.length + 1))
          throw new InvalidPiece('plain values', 'another one');
        inner.put(element);
      }
    else throw new InvalidPiece('a piece of a value', String(piece).slice(0, 100));
  }

  /**
   * The whole value.
   *
   * @throws InvalidPiece where there is more or less than one.
   */
  value(): unknown {
    const values = this.#open[0]!.end() as readonly unknown[];
    if (this.#open.length > 1 || values.length !== 1)
      throw new InvalidPiece(
        'one value in pieces',
        `${values.length}, and ${this.#open.length - 1} not ended`,
      );
    return values[0];
  }
}

function openArray(): Open {
  const array: unknown[] = [];
  return { put: (element) => void array.push(element), end: () => array };
}

function openObject(): Open {
  const object: Record<string, unknown> = {};
  let key: string | undefined;
  return {
    put: (element) => {
      if (key !== undefined) {
        object[key] = element;
        key = undefined;
      } else if (typeof element === 'string' && element !== '__proto__') key = element;
      else throw new InvalidPiece('a key', typeof element);
    },
    end: () => {
      if (key !== undefined) throw new InvalidPiece(`a value for ${key}`, 'none');
      return object;
    },
  };
}
