/** The member cannot listen where it is told to: what the operating system says of that, and what can be done. */
import { type Address, showAddress } from './address.js';

export class NotListening extends Error {
  override readonly name = 'NotListening';
  /** The operating system's word for it: `EADDRINUSE` and its like. */
  readonly code: string;

  constructor(address: Address, cause: NodeJS.ErrnoException) {
    const code = cause.code ?? cause.message;
    super(`expected to listen on ${showAddress(address)}; got ${code}: ${ADVICE[code] ?? cause.message}.`, {
      cause,
    });
    this.code = code;
  }
}

const ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE:
    'another program has the port, or this member runs already. Stop it, or choose another port here and in the peers of all members',
  EACCES: 'this user may not listen there. Choose a port from 1024 on, or give the program that right',
  EADDRNOTAVAIL:
    'this machine has no such address. Listen on one that it has; 0.0.0.0 stands for all of them',
  ENOTFOUND: 'the host has no address. Check its name, or give the address itself',
  EAI_AGAIN:
    'the host’s name could not be looked up. Check the name and the resolver, or give the address itself',
};
