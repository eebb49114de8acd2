/** One message of every kind, with every kind of decree: what the golden frames hold, and what the fuzzer begins with. */
import { configurationId } from '#src/paxos/configuration.js';
import { NO_OP } from '#src/paxos/decree.js';
import { slot } from '#src/paxos/slot.js';
import { decree, first, n1, slotVote } from '#test/unit/paxos/log-words.js';
import { ballot } from '#test/unit/paxos/words.js';
import { type Message, type OfReplica, told } from './words.js';

const governing = { from: slot(1), configuration: first };
const session = {
  id: 3,
  lastUsed: 9,
  answered: 1,
  answers: [{ sequence: 2, slot: 9, answer: { sum: -1.5 } }],
};
const values = [
  NO_OP,
  decree('a'),
  { type: 'openSession', nonce: 'n' },
  { type: 'expireSession', session: 3, lastUsed: 0 },
  { type: 'configuration', configuration: first },
] as const;
const command = { bytes: new Uint8Array([0, 255]), big: 2n ** 70n, nothing: null, text: 'ä', many: [1, -1] };

export const ofReplicas: { readonly [Type in OfReplica['type']]: OfReplica & { readonly type: Type } } = {
  prepare: { type: 'prepare', ballot: ballot('3.n1'), from: slot(7), configuration: configurationId(1) },
  promise: {
    type: 'promise',
    ballot: { ...ballot('3.n1'), incarnation: 5 },
    configuration: configurationId(1),
    decided: 6,
    votes: [slotVote('7 2.n2 a')],
    grants: [{ holder: n1, ballot: ballot('3.n1'), remainingMs: 12.5 }],
  },
  accept: { type: 'accept', ...slotVote('7 3.n1 b'), configuration: configurationId(1) },
  accepted: { type: 'accepted', ...slotVote('7 3.n1 -') },
  decided: {
    type: 'decided',
    slot: slot(7),
    value: { type: 'batch', requests: [{ session: 3, sequence: 2, answered: 1, command }] },
  },
  refused: { type: 'refused', ballot: ballot('4.n2') },
  catchUp: { type: 'catchUp', decided: 0 },
  heartbeat: { type: 'heartbeat', ballot: ballot('3.n1'), decided: 7 },
  heard: { type: 'heard', ballot: ballot('3.n1'), decided: 7 },
  poll: { type: 'poll', decided: 7 },
  polled: { type: 'polled', hearsLeader: true, promised: null, decided: 2 ** 40 },
  decrees: { type: 'decrees', after: 2, values, decided: 7 },
  snapshot: {
    type: 'snapshot',
    snapshot: { through: 9, state: [command], sessions: [session], configurations: [governing] },
  },
  ask: { type: 'ask', read: 1 },
  frontier: { type: 'frontier', read: 1, last: 9 },
  release: { type: 'release', ballot: ballot('3.n1'), asked: 12.5, to: n1 },
};

/** All that nodes say, the messages of replicas under their own types. */
export const messages: Readonly<Record<string, Message>> = {
  ...Object.fromEntries(Object.entries(ofReplicas).map(([type, message]) => [type, told(message)])),
  started: { type: 'started', incarnation: 5, start: 3 },
  witnessed: { type: 'witnessed', start: 3, reach: { start: 2, batch: 2 ** 40 } },
  unknown: { type: 'witnessed', start: 1, reach: null },
  executed: { type: 'executed', slot: 9, digest: '0f'.repeat(32) },
  forward: {
    type: 'forward',
    number: 5,
    asked: { type: 'request', request: { session: 3, sequence: 2, answered: 1, command } },
  },
  change: {
    type: 'forward',
    number: 5,
    asked: { type: 'change', change: { type: 'promote', id: n1, basedOn: configurationId(4) } },
  },
  lead: { type: 'forward', number: 5, asked: { type: 'change', change: { type: 'lead', id: n1 } } },
  enable: told({ type: 'decided', slot: slot(8), value: { type: 'enable', version: 2 } }),
  enabled: told({ type: 'snapshot', snapshot: { ...ofReplicas.snapshot.snapshot, enabled: 2 } }),
  forwarded: { type: 'forwarded', number: 5, reply: { type: 'answered', slot: 9, answer: { sum: 3 } } },
};
