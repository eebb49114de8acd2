/** Why a connection is refused, for programs and for people. */
import * as v from 'valibot';
import { pack } from '../encoding/pack.js';
import type { Objection } from '../node/handshake.js';
import { InvalidFrame } from './invalid-frame.js';
import { received } from './received.js';
import { ordinal, text } from './words.js';

export interface Refusal {
  readonly kind: RefusalKind;
  readonly why: string;
  /** Of a stranger: the configuration from which on it is none of the members. */
  readonly configuration?: number;
}

/** What the one who is refused is told. */
export type Told = Pick<Refusal, 'why' | 'configuration'>;

const form = v.object({ why: text, configuration: v.exactOptional(ordinal) });

export function encodeRefusal({ why, configuration }: Told): Uint8Array {
  return pack({ why: why.slice(0, 1_000), ...(configuration !== undefined && { configuration }) });
}

/** @throws InvalidFrame where it is none. */
export function decodeRefusal(bytes: Uint8Array): Told {
  const { success, output } = v.safeParse(form, received(bytes));
  if (success) return output;
  throw new InvalidFrame({ expected: 'a refusal', got: 'something else' });
}

export type RefusalKind =
  | Objection['kind']
  /** It has no certificate of the cluster's authority, or another member's. */
  | 'certificate'
  /** Another name than the one that was expected, or this node's own. */
  | 'name'
  /** It was started before a process of the member that has been here. */
  | 'earlierStart'
  /** Two processes of one member with the same start: one disk is a copy of the other. */
  | 'copy'
  /** The process has opened another connection since. */
  | 'replaced'
  /** This node is closed. */
  | 'closed'
  /** The other side has refused this node. */
  | 'byPeer';
