/** The schema of what a member says of itself. */
import { count, flag, nullable, object, text } from './schema-words.js';

const peer = object({
  address: { ...text, description: 'where it is sought' },
  isConnected: flag,
  version: nullable({ ...count, description: 'in which the two talk' }),
  silentMs: nullable({ type: 'number', description: 'since anything last came from it' }),
  waiting: object({ messages: count, bytes: count }),
  failure: nullable({ ...text, description: 'why there is no connection' }),
});

export const member = object(
  { id: text, incarnation: count, part: { type: 'string', enum: ['voter', 'observer'] } },
  { address: text },
);
export const heard = nullable({ ...text, description: 'the one that it hears, or is' });
const quorums = object({ acceptors: { type: 'array', items: text }, phase1: count, phase2: count });
const configuration = object({ id: count, members: { type: 'array', items: member }, quorums });
const from = { ...count, description: 'the first slot' } as const;
const governing = object({ from, configuration });
/** What the store of a new member is made of. */
export const cluster = object({
  cluster: text,
  configuration,
  from,
  limits: { type: 'object', additionalProperties: count },
});

const known = object({
  name: text,
  cluster: text,
  incarnation: count,
  phase: { type: 'string', enum: ['following', 'preparing', 'recovering', 'leading'] },
  leader: heard,
  voters: { type: 'array', items: text },
  configurations: {
    type: 'array',
    items: governing,
    description: 'the members that govern now, then those after each change that is decided',
  },
  membership: { type: 'string', enum: ['voter', 'observer', 'removed'] },
  executed: { ...count, description: 'the last slot' },
  enabled: { ...count, description: 'the highest version of decrees that the cluster uses' },
  underWay: object({ queued: count, proposed: count, reads: count, persists: count }),
  hasJoined: { ...flag, description: 'whether it takes part' },
  isClosed: flag,
  compared: object({
    agreed: { ...count, description: 'the last slot after which another member had the same state' },
    differences: { ...count, description: 'states of other members that were not the one here' },
  }),
  counts: object({
    sent: count,
    received: count,
    dropped: count,
    refused: count,
    refusals: { type: 'object', additionalProperties: count },
    invalid: count,
    reconnects: count,
  }),
  peers: { type: 'object', additionalProperties: peer },
  isDiskNearlyFull: { ...flag, description: 'then it takes no changes' },
  revision: { ...count, description: 'of the table' },
  size: { ...count, description: 'of the table, in characters' },
});

/** Later versions may say more. */
export const status = { ...known, additionalProperties: true } as const;
