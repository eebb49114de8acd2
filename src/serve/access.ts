/** Who may use a port: everybody on this machine, and beyond it only those who show a token or a certificate. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { UsageError } from '../terminal/exit.js';
import { addressOf, isLoopback } from '../transport/address.js';
import type { Port } from './port.js';

/** Shorter ones can be guessed. */
const TOKEN_LENGTH_MIN = 16;

/**
 * Asserts that nobody gets in who should not.
 *
 * @throws UsageError where a port is open to other machines as it stands.
 */
export function assertGuarded({ listen, tls, tokens, allowPlainText }: Port, where: string): void {
  if (isLoopback(addressOf(listen))) return;
  if (tokens === undefined && tls?.authority === undefined)
    throw new UsageError(
      `${where}: expected tokens, or tls with an authority for certificates of clients, since ${listen} can be reached from ` +
        'other machines; got neither. Name a file of tokens, or listen on 127.0.0.1',
    );
  if (tls === undefined && allowPlainText !== true)
    throw new UsageError(
      `${where}: expected tls, since ${listen} can be reached from other machines, which would send their tokens as plain text; ` +
        'got none. Name certificate and key, or say allowPlainText where something else encrypts',
    );
}

/**
 * Whether a request shows a token, given its header `authorization`.
 *
 * @throws UsageError where the file has no tokens, or short ones.
 */
export function tokenCheck(file: string): (header: string | undefined) => boolean {
  const tokens = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (tokens.length === 0 || tokens.some((token) => token.length < TOKEN_LENGTH_MIN))
    throw new UsageError(
      `expected one token on each line of ${file}, of ${TOKEN_LENGTH_MIN} characters at least; got ${tokens.length} tokens, the ` +
        `shortest of ${Math.min(...tokens.map(({ length }) => length), TOKEN_LENGTH_MIN)}. openssl rand -hex 32 makes one`,
    );
  const known = tokens.map(hashed);
  return (header = '') => {
    const [, shown] = /^Bearer +(\S+)$/i.exec(header) ?? [];
    // All are compared, each in the same time, so that time tells nothing.
    return shown !== undefined && known.filter((hash) => timingSafeEqual(hash, hashed(shown))).length > 0;
  };
}

function hashed(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
