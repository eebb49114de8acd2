/**
 * One connection: frames in and out, and a beat in each direction, by which both sides notice that the other is gone.
 *
 * Without the beat a connection to a machine that has lost its power would stay open for many minutes.
 */
import type { Socket } from 'node:net';
import type { Clock } from '../node/ports.js';
import { type Frame, type FrameKind, FrameReader, frameOf } from './frame.js';

const BEAT_MS = 1_000;
/** So long without a frame, and the other side is taken for gone. */
const SILENCE_MS = 4_000;

export interface WireEvents {
  readonly frame: (frame: Frame) => void;
  /** There is room to send again. */
  readonly room: () => void;
  /** It is closed, once; with an error where that is why. */
  readonly close: (error?: Error) => void;
}

export class Wire {
  /** When the last frame came. */
  heardAt: number;
  readonly #reader = new FrameReader();
  #isClosed = false;
  #isEnding = false;
  #cancelBeat = (): void => {};

  constructor(
    readonly socket: Socket,
    readonly clock: Clock,
    readonly events: WireEvents,
  ) {
    this.heardAt = clock.now();
    socket.setNoDelay(true);
    socket.on('data', (bytes) => this.#read(bytes));
    socket.on('drain', () => events.room());
    socket.on('error', (error) => this.close(error));
    socket.on('close', () => this.close());
    this.#beatLater();
  }

  /** Whether more can be sent without its waiting in this process. */
  get hasRoom(): boolean {
    return !this.#isClosed && !this.socket.writableNeedDrain;
  }

  send(kind: FrameKind, payload?: Uint8Array): void {
    this.write(frameOf(kind, payload));
  }

  /** Frames written in one callback leave in one write: the peer wakes up once for them. */
  write(frame: Buffer): void {
    if (this.#isClosed) return;
    if (this.socket.writableCorked === 0) {
      this.socket.cork();
      queueMicrotask(() => this.socket.uncork());
    }
    this.socket.write(frame);
  }

  close(error?: Error): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#cancelBeat();
    // What was sent before goes out: a member that stops has just told the others why.
    this.socket.uncork();
    this.socket.destroy();
    this.events.close(error);
  }

  /** Sends a last frame, and closes when it has gone out or has taken too long. Nothing is read any more. */
  closeWith(kind: FrameKind, payload: Uint8Array): void {
    this.write(frameOf(kind, payload));
    this.#isEnding = true;
    this.socket.end();
    this.#cancelBeat();
    this.#cancelBeat = this.clock.after(BEAT_MS, () => this.close());
  }

  #read(bytes: Buffer): void {
    try {
      for (const frame of this.#reader.read(bytes)) {
        if (this.#isClosed || this.#isEnding) return;
        this.heardAt = this.clock.now();
        this.events.frame(frame);
      }
    } catch (error) {
      this.close(error as Error);
    }
  }

  #beatLater(): void {
    this.#cancelBeat = this.clock.after(BEAT_MS, () => {
      const silentMs = this.clock.now() - this.heardAt;
      if (silentMs > SILENCE_MS) {
        this.close(new Error(`expected a sign of life every ${BEAT_MS} ms; got none for ${silentMs} ms`));
        return;
      }
      // Where the socket is full a beat would only wait behind the rest.
      if (this.hasRoom) this.send('beat');
      this.#beatLater();
    });
  }
}
