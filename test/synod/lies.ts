/** What a member may say that is damaged, or lies: messages that fit what another one is doing, and the same with a field changed. */
import { typeSaid } from '#src/node/member-message.js';
import { NO_OP } from '#src/paxos/decree.js';
import { slot } from '#src/paxos/slot.js';
import { type Message, type OfReplica, told } from '#test/transport/words.js';
import { decree, first, n1, n2, n3 } from '#test/unit/paxos/log-words.js';

/** What is known of the one that is told. */
export interface Situation {
  /** The last slot that it has executed. */
  readonly executed: number;
  /** The round in which it wants to lead, or has led; 0 for none. */
  readonly round: number;
}

export type Random = () => number;

const below = (random: Random, end: number): number => Math.floor(random() * end);

const VALUES = [
  NO_OP,
  { type: 'openSession', nonce: 'n' },
  decree('a'),
  { type: 'expireSession', session: 3, lastUsed: 0 },
  decree('b'),
] as const;

/** What n3 may say to n1: of each slot the same, so that it does not contradict itself. */
export function sayingOf(random: Random, { executed, round }: Situation): Message {
  const at = Math.max(1, executed - 1 + below(random, 5));
  const decreeIn = (number: number) => VALUES[Math.floor(number / 8) % VALUES.length]!;
  const [here, value, configuration] = [slot(at), decreeIn(at), first.id];
  const own = { round: 1 + round + below(random, 3), proposer: n3 };
  // A round of its own that n1 has not used would stop it.
  const yours = round === 0 ? own : { round, proposer: n1 };
  const vote = { slot: here, ballot: own, value };
  const snapshot = {
    through: executed + 3,
    state: 'a',
    sessions: [{ id: 3, lastUsed: 2, answered: 1, answers: [{ sequence: 2, slot: 2, answer: null }] }],
    configurations: [{ from: slot(1), configuration: first }],
  };
  const request = { session: 3, sequence: 2, answered: 1, command: 'a' };
  const ofReplica: readonly OfReplica[] = [
    { type: 'prepare', ballot: own, from: slot(executed + 1), configuration },
    { type: 'promise', ballot: yours, configuration, decided: executed, votes: [], grants: [] },
    {
      type: 'promise',
      ballot: yours,
      configuration,
      decided: at - 1,
      votes: [{ ...vote, ballot: yours }],
      grants: [],
    },
    { type: 'accept', ...vote, configuration },
    { type: 'accept', ...vote, configuration },
    { type: 'accepted', ...vote },
    { type: 'accepted', ...vote, ballot: yours },
    { type: 'decided', slot: here, value },
    { type: 'refused', ballot: own },
    { type: 'catchUp', decided: Math.max(0, executed - 2) },
    { type: 'heartbeat', ballot: own, decided: executed, asked: 1.5 },
    { type: 'heard', ballot: yours, decided: executed },
    { type: 'poll', decided: executed },
    { type: 'polled', hearsLeader: false, promised: null, decided: executed },
    { type: 'decrees', after: at - 1, values: [decreeIn(at), decreeIn(at + 1)], decided: at + 1 },
    { type: 'snapshot', snapshot },
    { type: 'ask', read: 1 },
    { type: 'frontier', read: 1, last: at },
    { type: 'release', ballot: own, asked: 1.5, to: n1 },
  ];
  const others: readonly Message[] = [
    { type: 'started', incarnation: 0, start: 1 },
    { type: 'witnessed', start: 1, reach: random() < 0.1 ? { start: 1, batch: 1 } : null },
    { type: 'executed', slot: 5, digest: '0f' },
    { type: 'forward', number: 5, asked: { type: 'request', request } },
    { type: 'forward', number: 6, asked: { type: 'openSession', nonce: 'm' } },
    { type: 'forward', number: 7, asked: { type: 'change', change: { type: 'lead', id: n1 } } },
    { type: 'forwarded', number: 5, reply: { type: 'answered', slot: at, answer: 1 } },
  ];
  const chosen = below(random, ofReplica.length + others.length);
  return chosen < ofReplica.length ? told(ofReplica[chosen]!) : others[chosen - ofReplica.length]!;
}

/** Which kind of message it is, and of whom: with another one it is none. */
const TOLD: readonly string[] = ['type', 'incarnation', 'reach'];

/** The value with one field changed, at any depth, or left out. What is refused at once mostly stays. */
export function changed(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return another(value, random);
  const keys = Object.keys(value).filter((key) => !TOLD.includes(key) || random() < 0.1);
  const key = keys[below(random, keys.length)];
  if (key === undefined) return another(value, random);
  const entries = Object.entries(value).flatMap(([name, item]) => {
    if (name !== key) return [[name, item]];
    return random() < 0.02 ? [] : [[name, changed(item, random)]];
  });
  return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}

const ODD = [
  0,
  -1,
  0.5,
  2 ** 32,
  2 ** 52,
  2 ** 53,
  Number.NaN,
  null,
  '',
  'x'.repeat(1_001),
  'later',
  true,
  [],
  {},
  3n,
  n1,
];
const NAMES: readonly unknown[] = [n2, n3];

function another(value: unknown, random: Random): unknown {
  if (random() < 0.04) return ODD[below(random, ODD.length)];
  if (typeof value === 'number') return value + below(random, 7) - 3;
  if (typeof value === 'boolean') return !value;
  return NAMES.includes(value) ? NAMES[below(random, NAMES.length)] : `${value}-`;
}

/** A snapshot that travels in chunks. */
export function largeSnapshot({ executed }: Situation): Message {
  const configurations = [{ from: slot(1), configuration: first }];
  const state = Array.from({ length: 60 }, (_, index) => `${index} `.repeat(300));
  return told({
    type: 'snapshot',
    snapshot: { through: executed + 3, state, sessions: [], configurations },
  });
}

const HARMLESS: readonly string[] = ['catchUp', 'poll', 'ask', 'started', 'executed'];

/** Whether a sound member that knows nothing may say it. */
export function isHarmless(said: Message): boolean {
  return HARMLESS.includes(typeSaid(said));
}

/** Whether it may contradict what was decided, or names a round of n1's that n1 has not used: then n1 stops. */
export function isFatal(said: Message, { round }: Situation): boolean {
  if (said.type !== 'told') return said.type === 'witnessed';
  const { message } = said;
  if (message.type === 'decided' || message.type === 'decrees' || message.type === 'accepted') return true;
  return 'ballot' in message && message.ballot.proposer === n1 && message.ballot.round > round;
}
