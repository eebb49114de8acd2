/**
 * A client of etcd's gRPC API, as lean as Node allows: calls as streams of HTTP/2, and the two messages that are needed written by hand.
 *
 * What a client library would do besides is left out, in etcd's favour.
 */
import { type ClientHttp2Session, connect } from 'node:http2';
import { connect as connectTo } from 'node:net';
import type { Address } from './address.js';

export class Grpc {
  #session: ClientHttp2Session | undefined;

  constructor(readonly address: Address) {}

  put(key: string, value: string): Promise<void> {
    return this.#call('/etcdserverpb.KV/Put', Buffer.concat([field(1, key), field(2, value)]));
  }

  /** Linearizable, since nothing else is asked for. */
  range(key: string): Promise<void> {
    return this.#call('/etcdserverpb.KV/Range', field(1, key));
  }

  close(): void {
    this.#session?.destroy();
  }

  #call(path: string, message: Buffer): Promise<void> {
    const head = Buffer.alloc(5);
    head.writeUInt32BE(message.length, 1);
    return new Promise((resolve, reject) => {
      const stream = this.#open().request({
        ':method': 'POST',
        ':path': path,
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      let status: unknown = 'none';
      const look = (headers: Readonly<Record<string, unknown>>): void => {
        status = headers['grpc-status'] ?? status;
      };
      stream.on('response', look);
      stream.on('trailers', look);
      stream.on('error', reject);
      stream.on('close', () =>
        status === '0' ? resolve() : reject(new Error(`expected status 0 of ${path}, got ${status}`)),
      );
      stream.resume();
      stream.end(Buffer.concat([head, message]));
    });
  }

  #open(): ClientHttp2Session {
    if (this.#session === undefined || this.#session.destroyed || this.#session.closed) {
      this.#session = connect('http://localhost', { createConnection: () => connectTo(this.address) });
      // Each call under way is told by its own stream.
      this.#session.on('error', () => {});
    }
    return this.#session;
  }
}

/** A field of bytes, shorter than 128, as protocol buffers have it. */
function field(number: number, text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
}
