/** The forms of the protocol's words: numbers, names, ballots, decrees, configurations. */
import * as v from 'valibot';
import { isPlainValue } from '../encoding/plain-value.js';
import { isNodeId } from '../paxos/node-id.js';
import { KINDS } from '../paxos/versions.js';

export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** A slot, a round, a number of a configuration: whatever is counted from 1. */
export const ordinal = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
export const id = v.custom<string>(isNodeId, 'expected the name of a node');
export const text = v.pipe(v.string(), v.maxLength(1_000));
/** The user's own: a command, a state, an answer. */
export const value = v.custom<unknown>((given) => isPlainValue(given), 'expected a plain value');

export const ballot = v.strictObject({
  round: ordinal,
  proposer: id,
  incarnation: v.optional(count),
});

const configuration = v.pipe(
  v.strictObject({
    id: ordinal,
    members: v.array(
      v.strictObject({
        id,
        incarnation: count,
        part: v.picklist(['voter', 'observer']),
        address: v.exactOptional(text),
      }),
    ),
    quorums: v.strictObject({
      acceptors: v.pipe(v.array(id), v.minLength(1)),
      phase1: ordinal,
      phase2: ordinal,
    }),
  }),
  v.check(
    ({ quorums: { acceptors, phase1, phase2 } }) => phase1 + phase2 > acceptors.length,
    'expected quorums that meet',
  ),
);

export const governing = v.strictObject({ from: ordinal, configuration });

export const request = v.strictObject({
  session: ordinal,
  sequence: ordinal,
  answered: count,
  command: value,
});

const unknownKind = v.custom<never>(
  (given) => typeof given === 'string' && /^[a-zA-Z]{1,40}$/.test(given) && !Object.hasOwn(KINDS, given),
  'expected a kind of decree',
);

export const decree = v.variant('type', [
  v.strictObject({ type: v.literal('noOp') }),
  v.strictObject({ type: v.literal('batch'), requests: v.pipe(v.array(request), v.minLength(1)) }),
  v.strictObject({ type: v.literal('openSession'), nonce: text }),
  v.strictObject({ type: v.literal('expireSession'), session: ordinal, lastUsed: count }),
  v.strictObject({ type: v.literal('configuration'), configuration }),
  v.strictObject({ type: v.literal('enable'), version: ordinal }),
  // Of a later version: the replica stops at it, with a reason, where a connection would only be closed again and again.
  v.looseObject({ type: unknownKind }),
]);

export const slotVote = { slot: ordinal, ballot, value: decree };

/** The user's values in a decree, which together are bounded by the cluster's `valueBytesMax`. */
export function commandsOf(given: v.InferOutput<typeof decree>): readonly unknown[] {
  return given.type === 'batch' ? given.requests.map(({ command }) => command) : [];
}
