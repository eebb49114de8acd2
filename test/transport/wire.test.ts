/** A connection, by what it writes to its socket. */

import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { systemClock } from '#src/node/system-clock.js';
import { frameOf } from '#src/transport/frame.js';
import { Wire } from '#src/transport/wire.js';

/** Writes down how many frames it was given at once. */
class Pieces extends Duplex {
  readonly counts: number[] = [];

  setNoDelay(): this {
    return this;
  }

  override _read(): void {}

  override _writev(chunks: readonly unknown[], done: () => void): void {
    this.counts.push(chunks.length);
    done();
  }
}

function world() {
  const socket = new Pieces();
  const events = { frame: () => {}, room: () => {}, close: () => {} };
  return { socket, wire: new Wire(socket as unknown as Socket, systemClock, events) };
}

test('frames that are sent in one callback leave in one write', async () => {
  const { socket, wire } = world();
  wire.send('beat');
  wire.write(frameOf('beat'));
  expect(socket.counts).toEqual([]);
  await Promise.resolve();
  expect(socket.counts).toEqual([2]);
  wire.send('beat');
  await Promise.resolve();
  expect(socket.counts).toEqual([2, 1]);
  wire.close();
});

test('what was sent before a close goes out, though both come in one callback', () => {
  const { socket, wire } = world();
  wire.send('beat');
  wire.close();
  expect(socket.counts).toEqual([1]);
});
