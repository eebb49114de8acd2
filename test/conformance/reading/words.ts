/** What chapter 20's replica that answers reads is in production: its state, whole and back again, its messages, its records. */
import type { LocalState } from '#model/index.js';
import { type Asked, readableShop } from '#spec/20-clients-that-retry/quorum-reads.js';
import type { ReadMessage } from '#spec/20-clients-that-retry/read-messages.js';
import { executedThrough, type ReaderContext } from '#spec/20-clients-that-retry/reader.js';
import type { Decree } from '#src/paxos/decree.js';
import { type Executed, execute, startExecution } from '#src/paxos/execution.js';
import { decide, startLog } from '#src/paxos/log.js';
import type { DecidedSlot } from '#src/paxos/log-message.js';
import type { Machine } from '#src/paxos/machine.js';
import { nothingKept } from '#src/paxos/record.js';
import { type Replica, type Settings, startReplica } from '#src/paxos/replica-state.js';
import { openSession } from '#src/paxos/session.js';
import { slot } from '#src/paxos/slot.js';
import { asNode } from '../parliament/words.js';

export type Orders = readonly string[];

/** A replica, and the number that its caller gave to the last read: production leaves the numbers to the driver. */
export interface Reader {
  readonly replica: Replica<Asked, Orders, number>;
  readonly asked: number;
}

/** The chapter's messages that a replica takes, and whose pairs are compared. */
export type Heard = ReadMessage<'ask' | 'frontier' | 'decided'>;

export const machine: Machine<Asked, Orders, number> = {
  start: readableShop.initial,
  apply: readableShop.apply,
};

/** A session that was open before the first order: production executes commands in sessions only. */
const SESSION = 1;

/** In whose ballot a vote is makes no difference to reads. */
const BALLOT = { round: 1, proposer: asNode('n1'), incarnation: 0 };

export function readerOf({ value, context }: LocalState, settings: Settings<Asked, Orders, number>): Reader {
  const { votes, log, asked, told, last } = context as ReaderContext;
  const decided = log.map(decidedOf);
  const [replica] = startReplica(settings, {
    ...nothingKept({ ...settings, ...settings.limits }),
    promised: BALLOT,
    // Nobody looks at what was voted for.
    votes: votes.map((at) => ({ slot: slot(at), ballot: BALLOT, value: decreeOf('a vote', at) })),
    log: decided.reduce(
      (before, one) => decide(before, one)[0],
      startLog<Asked>({ ...settings, ...settings.limits }),
    ),
  });
  const executed = executedOf(decided.slice(0, executedThrough({ log })), settings);
  const read = { read: asked, command: 'howMany', told: told.map(asNode), last, notAfter: null } as const;
  return { replica: { ...replica, executed, reads: value === 'reading' ? [read] : [] }, asked };
}

/** The chapter's replica that production's is, as far as production keeps it. */
export function specReaderOf({ replica: { acceptor, log, reads }, asked }: Reader): LocalState {
  const [read] = reads;
  const prefix = log.decrees.map((value, at) => ({ slot: slot(at + 1), value }));
  return {
    value: read === undefined ? 'resting' : 'reading',
    context: {
      votes: acceptor.votes.map((vote) => vote.slot),
      log: [...prefix, ...log.beyond].map((one) => ({ slot: one.slot, value: orderIn(one.value) })),
      asked,
      told: read?.told ?? [],
      last: read?.last ?? 0,
    },
  };
}

export function decidedOf({ slot: at, value }: { slot: number; value: string }): DecidedSlot<Asked> {
  return { slot: slot(at), value: decreeOf(value, at) };
}

export function heardOf(message: Heard) {
  return message.type === 'decided' ? { type: message.type, ...decidedOf(message) } : message;
}

function decreeOf(order: string, at: number): Decree<Asked> {
  return { type: 'batch', requests: [{ session: SESSION, sequence: at, answered: 0, command: { order } }] };
}

function orderIn(decree: Decree<Asked>): string {
  const [request] = decree.type === 'batch' ? decree.requests : [];
  if (request === undefined || request.command === 'howMany')
    throw new Error(`the chapter has no order for ${JSON.stringify(decree)}`);
  return request.command.order;
}

function executedOf(
  decided: readonly DecidedSlot<Asked>[],
  { limits }: Settings<Asked, Orders, number>,
): Executed<Orders, number> {
  const start = startExecution<Orders, number>(machine.start);
  return decided.reduce((before, { value }) => execute(before, value, machine, limits)[0], {
    ...start,
    sessions: openSession(start.sessions, SESSION, limits),
  });
}
