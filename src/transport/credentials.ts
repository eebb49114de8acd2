/** Mutual TLS: each side shows a certificate of the cluster's authority, in the name of its node. */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { NodeId } from '../paxos/node-id.js';

/** As PEM, and read anew for each connection that is opened: files that were replaced are used without a restart. */
export interface Credentials {
  /** Of the authority that has signed the certificates of all members, and of nobody else. */
  readonly ca: string | Buffer;
  /** Of this node: its common name is the node's name. */
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

/** Both sides ask for a certificate; whose it is is compared with the greeting, and not with the host's name. */
export function tlsOptions(credentials: Credentials) {
  return {
    ...credentials,
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.3',
    checkServerIdentity: () => undefined,
  } as const;
}

/** Why the one who greets with that name does not own it; null where its certificate says that it does. */
export function nameObjection(socket: Socket, id: NodeId): string | null {
  if (!(socket instanceof TLSSocket)) return null;
  const name = socket.getPeerCertificate().subject?.CN;
  return name === id ? null : `its certificate is ${name}'s`;
}
