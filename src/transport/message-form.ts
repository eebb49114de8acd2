/** The form of each message: what a message from outside has to be before it is believed (duty 2 of src/paxos/README.md). */
import * as v from 'valibot';
import type { Rejection } from '../paxos/reply.js';
import {
  ballot,
  commandsOf,
  count,
  decree,
  governing,
  id,
  ordinal,
  request,
  slotVote,
  text,
  value,
} from './words.js';

/** On the clock of whoever has told it first. */
const time = v.pipe(v.number(), v.finite());

const grant = v.strictObject({
  holder: id,
  ballot,
  remainingMs: v.pipe(v.number(), v.finite(), v.minValue(0)),
});

/** @param users the form of the user's values in it: state and answers */
function snapshotMessage(users: v.GenericSchema<unknown>) {
  const session = v.strictObject({
    id: ordinal,
    lastUsed: ordinal,
    answered: count,
    answers: v.array(v.strictObject({ sequence: ordinal, slot: ordinal, answer: users })),
  });
  const snapshot = v.strictObject({
    through: ordinal,
    state: users,
    sessions: v.array(session),
    configurations: v.pipe(v.array(governing), v.minLength(1)),
    enabled: v.exactOptional(ordinal),
  });
  return v.strictObject({ type: v.literal('snapshot'), snapshot });
}

const REASONS: Readonly<Record<Rejection, true>> = {
  notLeader: true,
  busy: true,
  diskFull: true,
  overtaken: true,
  unknownSession: true,
  alreadyAnswered: true,
  outsideWindow: true,
  outdated: true,
  memberExists: true,
  noMember: true,
  quorumAtRisk: true,
  cannotLead: true,
  removed: true,
  notEnabled: true,
  late: true,
};
const reason = v.custom<Rejection>((given) => Object.hasOwn(REASONS, String(given)), 'expected a rejection');

const reply = v.variant('type', [
  v.strictObject({ type: v.literal('answered'), slot: count, answer: value }),
  v.strictObject({ type: v.literal('opened'), session: ordinal }),
  v.strictObject({ type: v.literal('decided'), slot: ordinal }),
  v.strictObject({ type: v.literal('rejected'), reason, leader: v.nullable(id), why: v.exactOptional(text) }),
  v.strictObject({ type: v.literal('unknown'), slot: count }),
]);

const basedOn = v.exactOptional(ordinal);

const change = v.variant('type', [
  v.strictObject({ type: v.literal('add'), id, incarnation: count, address: v.exactOptional(text), basedOn }),
  v.strictObject({ type: v.literal('promote'), id, basedOn }),
  v.strictObject({ type: v.literal('remove'), id, basedOn }),
  v.strictObject({ type: v.literal('move'), id, address: text, basedOn }),
  v.strictObject({ type: v.literal('lead'), id }),
]);

const asked = v.variant('type', [
  v.strictObject({ type: v.literal('request'), request }),
  v.strictObject({ type: v.literal('openSession'), nonce: text }),
  v.strictObject({ type: v.literal('change'), change }),
]);

const replicaForms = [
  v.strictObject({ type: v.literal('prepare'), ballot, from: ordinal, configuration: ordinal }),
  v.strictObject({
    type: v.literal('promise'),
    ballot,
    configuration: ordinal,
    decided: count,
    votes: v.array(v.strictObject(slotVote)),
    grants: v.array(grant),
  }),
  v.strictObject({ type: v.literal('accept'), ...slotVote, configuration: ordinal }),
  v.strictObject({ type: v.literal('accepted'), ...slotVote }),
  v.strictObject({ type: v.literal('decided'), slot: ordinal, value: decree }),
  v.strictObject({ type: v.literal('refused'), ballot }),
  v.strictObject({ type: v.literal('catchUp'), decided: count }),
  v.strictObject({ type: v.literal('heartbeat'), ballot, decided: count, asked: v.exactOptional(time) }),
  v.strictObject({ type: v.literal('heard'), ballot, decided: count, granted: v.exactOptional(time) }),
  v.strictObject({ type: v.literal('poll'), decided: count }),
  v.strictObject({
    type: v.literal('polled'),
    hearsLeader: v.boolean(),
    promised: v.nullable(ballot),
    decided: count,
  }),
  v.strictObject({ type: v.literal('decrees'), after: count, values: v.array(decree), decided: count }),
  snapshotMessage(value),
  v.strictObject({ type: v.literal('ask'), read: ordinal }),
  v.strictObject({
    type: v.literal('frontier'),
    read: ordinal,
    last: count,
    isLeased: v.exactOptional(v.literal(true)),
  }),
  v.strictObject({ type: v.literal('release'), ballot, asked: time, to: id }),
] as const;

const reach = v.strictObject({ start: ordinal, batch: ordinal });

export const messageForm = v.variant('type', [
  v.strictObject({
    type: v.literal('told'),
    incarnation: count,
    reach,
    message: v.variant('type', replicaForms),
  }),
  v.strictObject({ type: v.literal('started'), incarnation: count, start: ordinal }),
  v.strictObject({ type: v.literal('witnessed'), start: ordinal, reach: v.nullable(reach) }),
  v.strictObject({ type: v.literal('executed'), slot: ordinal, digest: text }),
  v.strictObject({ type: v.literal('forward'), number: ordinal, asked }),
  v.strictObject({ type: v.literal('forwarded'), number: ordinal, reply }),
]);

/** A snapshot that has come in pieces, of which each was found to be plain. */
export const joinedForm = v.strictObject({
  type: v.literal('told'),
  incarnation: count,
  reach,
  message: snapshotMessage(v.unknown()),
});

type Message = v.InferOutput<typeof messageForm>;

/** The commands in a message, those of one decree together: these are bounded by the cluster's `valueBytesMax`. */
export function commandsIn(said: Message): readonly (readonly unknown[])[] {
  if (said.type === 'forward') return said.asked.type === 'request' ? [[said.asked.request.command]] : [];
  if (said.type !== 'told') return [];
  const { message } = said;
  switch (message.type) {
    case 'accept':
    case 'accepted':
    case 'decided':
      return [commandsOf(message.value)];
    case 'promise':
      return message.votes.map((vote) => commandsOf(vote.value));
    case 'decrees':
      return message.values.map(commandsOf);
    default:
      return [];
  }
}
