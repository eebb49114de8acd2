import { describe, expect, test } from 'vitest';
import {
  abandon,
  type Clients,
  isWaiting,
  nextDecree,
  passOver,
  type Submission,
  settle,
} from '#src/paxos/clients.js';
import { NO_OP } from '#src/paxos/decree.js';

const subject = (sequence: number) => ({ type: 'request', session: 1, sequence }) as const;
const asked = (sequence: number): Submission<string> => ({
  type: 'request',
  subject: subject(sequence),
  request: { session: 1, sequence, answered: 0, command: `${sequence}` },
});
/** What the leader asks for itself: nobody waits for it. */
const own: Submission<string> = { type: 'decree', subject: null, decree: { type: 'enable', version: 2 } };
const limits = { batchMax: 3, bytesMax: 10_000, bytesOf: () => 1 };

/** Request 1 is proposed in slot 4, request 2 in slot 5; a decree of its own and request 3 wait. */
const clients: Clients<string> = {
  queue: [own, asked(3)],
  proposed: [
    { slot: 4, subjects: [subject(1)] },
    { slot: 5, subjects: [subject(2)] },
  ],
};
const answered = { type: 'answered', slot: 4, answer: 'yes' } as const;

describe('what clients have asked of a leader', () => {
  test('waits in the queue or for a proposal', () => {
    expect([1, 2, 3, 4].map((sequence) => isWaiting(clients, subject(sequence)))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(isWaiting(clients, { ...subject(1), session: 2 })).toBe(false);
  });

  test('goes into one decree as far as requests follow one another, up to a bound', () => {
    const sequences = (...queue: readonly Submission<string>[]) => {
      const [decree, subjects, rest] = nextDecree({ queue, proposed: [] }, limits)!;
      const requests = decree.type === 'batch' ? decree.requests.map(({ sequence }) => sequence) : decree;
      return [requests, subjects, rest];
    };
    expect(sequences(...[1, 2, 3, 4].map(asked))).toEqual([[1, 2, 3], [1, 2, 3].map(subject), [asked(4)]]);
    expect(sequences(asked(1), own, asked(2))).toEqual([[1], [subject(1)], [own, asked(2)]]);
    expect(sequences(own, asked(2))).toEqual([{ type: 'enable', version: 2 }, [], [asked(2)]]);
    expect(nextDecree({ queue: [], proposed: [] }, limits)).toBe(null);
  });

  test('is answered where it was executed, and overtaken where another decree has its slot', () => {
    const outcomes = [3, 9].map((sequence) => ({ subject: subject(sequence), reply: answered }));
    expect(settle(clients, 4, outcomes)).toEqual([
      { queue: [own], proposed: [{ slot: 5, subjects: [subject(2)] }] },
      [
        { subject: subject(3), reply: answered },
        { subject: subject(1), reply: { type: 'rejected', reason: 'overtaken', leader: null } },
      ],
    ]);
  });

  test('is not known where a snapshot passes over its slot', () => {
    expect(passOver(clients, 4)).toEqual([
      { queue: clients.queue, proposed: [{ slot: 5, subjects: [subject(2)] }] },
      [{ subject: subject(1), reply: { type: 'unknown', slot: 4 } }],
    ]);
  });

  test('is not known where it was proposed by one that leads no more, and rejected where it waited', () => {
    expect(abandon(clients)).toEqual([
      { subject: subject(1), reply: { type: 'unknown', slot: 4 } },
      { subject: subject(2), reply: { type: 'unknown', slot: 5 } },
      { subject: subject(3), reply: { type: 'rejected', reason: 'notLeader', leader: null } },
    ]);
  });

  test('is nothing that the leader asks for itself: a no-op answers nobody', () => {
    expect(settle({ queue: [own], proposed: [] }, 1, [])).toEqual([{ queue: [own], proposed: [] }, []]);
    expect(nextDecree({ queue: [{ ...own, decree: NO_OP }], proposed: [] }, limits)).toEqual([NO_OP, [], []]);
  });
});
