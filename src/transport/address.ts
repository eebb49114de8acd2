/** Where a node listens. */
import { BlockList, isIP } from 'node:net';

export interface Address {
  readonly host: string;
  /** To listen on: 0 for any that is free. */
  readonly port: number;
}

/**
 * The address that is written as `host:port`, where an IPv6 host stands in brackets.
 *
 * @throws TypeError where it is none.
 *
 * @example
 * addressOf('[::1]:4000').host; // → '::1'
 */
export function addressOf(text: string): Address {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || Number(port) > 65_535)
    throw new TypeError(`expected an address as host:port, got ${JSON.stringify(text)}; check the options`);
  return { host, port: Number(port) };
}

/** As {@link addressOf} reads it. */
export function showAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Whether nobody on another machine can be at the address. */
export function isLoopback({ host }: Address): boolean {
  if (host === 'localhost') return true;
  const family = isIP(host);
  return family !== 0 && LOOPBACK.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');
