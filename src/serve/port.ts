/** What a port for clients of HTTP is configured with. */
import * as v from 'valibot';
import { anAddress, aText } from '../synod/schema.js';

export const aPort = {
  listen: anAddress,
  /** With an authority, clients show certificates that it has signed. */
  tls: v.optional(v.strictObject({ certificate: aText, key: aText, authority: v.optional(aText) })),
  /** A file with a token on each line, one of which every request has to show. */
  tokens: v.optional(aText),
  /** Plain text beyond this machine: whoever is on the way can read the tokens. */
  allowPlainText: v.optional(v.boolean()),
};

const port = v.strictObject(aPort);

export type Port = v.InferOutput<typeof port>;
