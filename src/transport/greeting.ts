/** Greetings: what a node says of itself and of its process, before anything else is said over a connection. */
import * as v from 'valibot';
import { pack } from '../encoding/pack.js';
import type { Hello } from '../node/handshake.js';
import { nodeId } from '../paxos/node-id.js';
import { InvalidFrame } from './invalid-frame.js';
import { received } from './received.js';
import { count, id, ordinal, text } from './words.js';

export interface Greeting extends Hello {
  /** The process's own word, which no other one has. */
  readonly boot: string;
  /** Counts the connections that the process has opened: of two to one peer, the higher one is the later. */
  readonly connection: number;
}

/** Fields that a later version has besides are let pass, so that it is refused for its version and not for its form. */
const form = v.looseObject({
  cluster: text,
  id,
  incarnation: count,
  start: ordinal,
  version: ordinal,
  versionMax: v.exactOptional(ordinal),
  limits: v.strictObject({
    alpha: ordinal,
    valueBytesMax: ordinal,
    sessionsMax: ordinal,
    windowMax: ordinal,
    leaseMs: v.exactOptional(ordinal),
    leaseMarginMs: v.exactOptional(ordinal),
  }),
  compares: v.exactOptional(v.literal(true)),
  boot: text,
  connection: ordinal,
});

export function encodeGreeting(greeting: Greeting): Uint8Array {
  return pack(greeting);
}

/** @throws InvalidFrame where it is none. */
export function decodeGreeting(bytes: Uint8Array): Greeting {
  const { success, output, issues } = v.safeParse(form, received(bytes), { abortEarly: true });
  if (success) return { ...output, id: nodeId(output.id) };
  throw new InvalidFrame({
    expected: 'a greeting',
    got: `one that is wrong at ${v.getDotPath(issues[0]) ?? 'its root'}`,
  });
}
