/** What the events and messages of a replica are in chapter 16. */
import type { Message as SpecMessage } from '#spec/16-the-parliament/messages.js';
import { decidedThrough } from '#src/paxos/log.js';
import type { Event, Message, Node } from '../node.js';
import { wordOf } from '../words.js';
import { ballotOf, reportOf, voteOf } from './node.js';
import type { BookEvent } from './steps.js';

/** What keeps leaders in their places and logs complete: chapter 16 has no words for it, and nothing of it rests on them. */
const UNTOLD: readonly Message['type'][] = ['poll', 'polled', 'heartbeat', 'heard', 'refused', 'catchUp'];

/** Where disks take time nobody learns anything: every slot is open, and each promise is asked for from the first one on. */
const ALL_OPEN = 1;

/**
 * The events of which the replica's may be made up, each taken once at most. A promise is none while its acceptor knows more than the leader:
 * the votes in the slots that are decided were not told.
 */
export function eventsOf(node: Node, event: Event, after: Node): readonly BookEvent[] {
  if (isAhead(event, after)) return [];
  const { leader, clients } = node.replica;
  const known = decidedThrough(after.replica.log);
  const late =
    leader.phase === 'recovering'
      ? leader.promises
          .filter(({ decided }) => decided <= known)
          .map((promise) => ({
            type: 'promise' as const,
            from: promise.acceptor,
            ballot: { round: leader.round, proposer: leader.id },
            ...reportOf(promise),
          }))
      : [];
  const queued = clients.queue.flatMap((one) =>
    one.type === 'decree' ? [{ type: 'command' as const, value: wordOf(one.decree) }] : [],
  );
  return [...(event.type === 'durable' ? writtenBy(node) : eventsIn(node, event)), ...late, ...queued];
}

function isAhead(event: Event, { replica: { log } }: Node): boolean {
  return event.type === 'promise' && event.body.decided > decidedThrough(log);
}

/** A promise and a vote are given when they are on the disk. */
function writtenBy({ writing }: Node): readonly BookEvent[] {
  return (writing[0] ?? []).flatMap((record): readonly BookEvent[] => {
    if (record.type === 'vote') return [{ type: 'accept', ...voteOf(record), from: record.ballot.proposer }];
    if (record.type !== 'promised') return [];
    const { ballot } = record;
    return [{ type: 'prepare', ballot: ballotOf(ballot), slot: ALL_OPEN, from: ballot.proposer }];
  });
}

/** The slot from which on a promise is asked for, if it is. */
export function slotAsked(event: Event): number {
  return event.type === 'prepare' ? event.body.from : ALL_OPEN;
}

function eventsIn(node: Node, event: Exclude<Event, { readonly type: 'durable' }>): readonly BookEvent[] {
  switch (event.type) {
    case 'electionTimer':
    case 'polled':
      return timeouts(node, event);
    case 'client':
      return [{ type: 'command', value: event.nonce }];
    case 'crash':
    case 'kept':
    case 'tick':
    case 'heartbeatTimer':
      return [];
    default:
      return saidBy(event.body).map((message) => ({ ...message, from: event.from }));
  }
}

/** A round is above all that were heard of; the book's is one above its own last. */
function timeouts({ replica: { leader } }: Node, event: Event): readonly BookEvent[] {
  const told = event.type === 'polled' ? event.body.promised : null;
  const last = Math.max(leader.round, leader.heard?.round ?? 0, told?.round ?? 0);
  return Array.from({ length: last + 1 - leader.round }, () => ({ type: 'timeout' }));
}

/** A message of production as the book has it; of decrees each one by itself. */
export function saidBy(message: Message): readonly SpecMessage[] {
  switch (message.type) {
    case 'prepare':
      return [{ type: 'prepare', ballot: ballotOf(message.ballot), slot: message.from }];
    case 'promise':
      return [{ type: 'promise', ballot: ballotOf(message.ballot), votes: message.votes.map(voteOf) }];
    case 'accept':
    case 'accepted':
      return [{ type: message.type, ...voteOf(message) }];
    case 'decided':
      return [{ type: 'decided', slot: message.slot, value: wordOf(message.value) }];
    case 'decrees':
      return message.values.map((value, index) => ({
        type: 'decided',
        slot: message.after + index + 1,
        value: wordOf(value),
      }));
    default:
      if (!UNTOLD.includes(message.type))
        throw new Error(`expected a message that chapter 16 has a word for, got ${message.type}`);
      return [];
  }
}

/** Whether the promise tells truly how far its node knows the log, on which the leader relies. */
export function isTrue(message: Message, { replica: { log } }: Node): boolean {
  return message.type !== 'promise' || message.decided === decidedThrough(log);
}
