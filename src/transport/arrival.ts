/** A snapshot that comes in pieces: each is taken in when it is there, and only the whole is handed over. */
import { InvalidPiece, Joining } from '../encoding/joining.js';
import { Assembly } from './assembly.js';
import { InvalidFrame } from './invalid-frame.js';
import { received } from './received.js';

export interface ArrivalLimits {
  /** The longest piece, which holds one text or one array of bytes at least. */
  readonly messageBytesMax: number;
  /** All pieces together. */
  readonly snapshotBytesMax: number;
}

export class Arrival {
  readonly #piece: Assembly;
  #joining = new Joining();
  #bytes = 0;

  constructor(readonly limits: ArrivalLimits) {
    this.#piece = new Assembly(limits.messageBytesMax);
  }

  /**
   * Takes a part of a piece.
   *
   * @throws InvalidFrame where it cannot belong to a snapshot.
   */
  add(part: Uint8Array, isLast: boolean): void {
    const { snapshotBytesMax } = this.limits;
    this.#bytes += part.length;
    if (this.#bytes > snapshotBytesMax)
      throw new InvalidFrame({
        expected: `a snapshot of at most ${snapshotBytesMax} bytes`,
        got: 'a longer one',
      });
    this.#piece.add(part);
    if (isLast) refusing(() => this.#joining.add(received(this.#piece.end())));
  }

  /**
   * The whole. The next piece begins another one.
   *
   * @throws InvalidFrame where something is missing.
   */
  end(): unknown {
    const value = refusing(() => this.#joining.value());
    this.#joining = new Joining();
    this.#bytes = 0;
    return value;
  }
}

function refusing<Result>(take: () => Result): Result {
  try {
    return take();
  } catch (error) {
    if (error instanceof InvalidPiece)
      throw new InvalidFrame({ expected: 'the pieces of a snapshot', got: error.message });
    throw error;
  }
}
