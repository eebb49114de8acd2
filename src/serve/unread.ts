/** What is told where a request cannot be read as one of HTTP: in the words of all other refusals. */
import type { Socket } from 'node:net';
import { bodyOf, type Code, Problem } from './problem.js';

type Cause = Error & { readonly code?: string };

/** The status, the code and the message for each cause that Node names; the others are nonsense. */
const CAUSES: Readonly<Record<string, readonly [status: string, code: Code, message: string]>> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'tooLarge',
    'expected at most 16 KiB of address and headers; got more.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'late', 'expected a whole request; its time was over.'],
};

/** Answers on the connection, and ends it: what else comes over it could not be told apart. */
export function refuseUnread({ code = '', message }: Cause, socket: Socket): void {
  if (socket.writable && code !== 'ECONNRESET') {
    const [status, name, told] = CAUSES[code] ?? [
      '400 Bad Request',
      'invalid' as const,
      `expected a request of HTTP; got what cannot be read as one (${message}).`,
    ];
    const body = JSON.stringify(bodyOf(new Problem(name, told)));
    const head = `content-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`;
    socket.write(`HTTP/1.1 ${status}\r\n${head}\r\n\r\n${body}`);
  }
  socket.destroySoon();
}
