/** Mutual TLS: each side shows a certificate of the cluster's authority, in the name of its node. */
import type { Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { NodeId } from '../paxos/node-id.js';
import type { Refusal } from './refusal.js';

/** As PEM, and read anew for each connection that is opened: files that were replaced are used without a restart. */
export interface Credentials {
  /** Of the authority that has signed the certificates of all members, and of nobody else. */
  readonly ca: string | Buffer;
  /** Of this node: its common name is the node's name. */
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

/** The certificates cannot be read, or are none. */
export class InvalidCredentials extends Error {
  override readonly name = 'InvalidCredentials';

  constructor(cause: unknown) {
    super(
      `expected ca, cert and key as PEM from \`tls\`; got ${cause}. Check that the files are there, can be read, and belong together.`,
      { cause },
    );
  }
}

/**
 * Both sides ask for a certificate; whose it is is compared with the greeting, and not with the host's name.
 *
 * @throws InvalidCredentials where they cannot be read, or are none.
 */
export function tlsOptions(read: () => Credentials) {
  return {
    ...usable(read),
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.3',
    checkServerIdentity: () => undefined,
  } as const;
}

/** Why the one who greets with that name does not own it; null where its certificate says that it does. */
export function nameObjection(socket: Socket, id: NodeId): Refusal | null {
  if (!(socket instanceof TLSSocket)) return null;
  const name = socket.getPeerCertificate().subject?.CN;
  return name === id ? null : { kind: 'certificate', why: `its certificate is ${name}'s` };
}

/** The credentials as they are now, which the library of TLS has accepted. */
function usable(read: () => Credentials): Credentials {
  try {
    const { ca, cert, key } = read();
    for (const [name, part] of Object.entries({ ca, cert, key }))
      if (part === undefined) throw new TypeError(`no ${name}`);
    createSecureContext({ ca, cert, key });
    return { ca, cert, key };
  } catch (cause) {
    throw new InvalidCredentials(cause);
  }
}
