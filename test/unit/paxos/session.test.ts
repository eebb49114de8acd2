import { describe, expect, test } from 'vitest';
import type { Decree, Request } from '#src/paxos/decree.js';
import { type Executed, execute, startExecution } from '#src/paxos/execution.js';
import type { Machine } from '#src/paxos/machine.js';
import { n1, voters } from './log-words.js';

const machine: Machine<string, string, string> = {
  start: '',
  apply: (state, command) => [state + command, `${state + command}!`],
};
const limits = { sessionsMax: 2, windowMax: 3 };

const open: Decree<string> = { type: 'openSession', nonce: 'n' };
const request = (sequence: number, command: string, answered = 0, session = 1): Request<string> => ({
  session,
  sequence,
  answered,
  command,
});
const batch = (...requests: readonly Request<string>[]): Decree<string> => ({ type: 'batch', requests });

/** What the decrees come to, in slots from 1, with what the last one tells. */
function executed(...decrees: readonly Decree<string>[]) {
  return decrees.reduce(
    ([before], decree) => execute<string, string, string>(before, decree, machine, limits),
    [startExecution<string, string>(''), []] as ReturnType<typeof execute<string, string, string>>,
  );
}

const replies = (...decrees: readonly Decree<string>[]) => executed(...decrees)[1].map(({ reply }) => reply);
const rejects = (reason: string) => ({ type: 'rejected', reason, leader: null });

describe('a session', () => {
  test('is named by the slot that opened it', () => {
    expect(replies({ type: 'noOp' }, open)).toEqual([{ type: 'opened', session: 2 }]);
  });

  test('has each request executed once: a retry is told the first answer, and its slot', () => {
    const [after, outcomes] = executed(
      open,
      batch(request(1, 'a')),
      batch(request(2, 'b')),
      batch(request(1, 'a')),
    );
    expect(after.state).toBe('ab');
    expect(outcomes).toEqual([
      {
        subject: { type: 'request', session: 1, sequence: 1 },
        reply: { type: 'answered', slot: 2, answer: 'a!' },
      },
    ]);
  });

  test('opens with no answers, and keeps those that it gives by their sequence', () => {
    expect(executed(open)[0].sessions).toEqual([{ id: 1, lastUsed: 1, answered: 0, answers: [] }]);
    const [after] = executed(open, batch(request(3, 'c'), request(1, 'a')));
    expect(after.sessions[0]!.answers.map(({ sequence }) => sequence)).toEqual([1, 3]);
    const [rejected] = executed(open, batch(request(9, 'z')));
    expect(rejected.sessions).toEqual([{ id: 1, lastUsed: 2, answered: 0, answers: [] }]);
  });

  test('takes the requests of its window in any order, each on its own (T15)', () => {
    const [after] = executed(
      open,
      batch(request(3, 'c'), request(1, 'a')),
      batch(request(2, 'b'), request(3, 'c')),
    );
    expect(after.state).toBe('cab');
  });

  test('rejects what lies outside the window, and executes it when the client has answers', () => {
    expect(replies(open, batch(request(4, 'd')))).toEqual([rejects('outsideWindow')]);
    expect(replies(open, batch(request(4, 'd', 1)))).toMatchObject([{ type: 'answered' }]);
    const all = batch(request(1, 'a'), request(2, 'b'), request(3, 'c'));
    expect(replies(open, all, batch(request(4, 'd')))).toEqual([rejects('outsideWindow')]);
  });

  test('forgets the answers that the client has, and rejects a retry of them', () => {
    const decrees = [open, batch(request(1, 'a')), batch(request(2, 'b', 1))];
    expect(executed(...decrees)[0].sessions[0]).toEqual({
      id: 1,
      lastUsed: 3,
      answered: 1,
      answers: [{ sequence: 2, slot: 3, answer: 'ab!' }],
    });
    expect(replies(...decrees, batch(request(1, 'a')))).toEqual([rejects('alreadyAnswered')]);
  });

  test('that was never opened is refused, and nothing is executed (T18)', () => {
    const [after, [outcome]] = executed(open, batch(request(1, 'a', 0, 7)));
    expect([after.state, outcome!.reply]).toEqual(['', rejects('unknownSession')]);
  });

  test('is evicted by one too many: the one that was used least recently; its retries are refused (T18)', () => {
    const decrees = [open, open, batch(request(1, 'a')), open];
    expect(executed(...decrees)[0].sessions.map(({ id }) => id)).toEqual([1, 4]);
    expect(replies(...decrees, batch(request(1, 'x', 0, 2)))).toEqual([rejects('unknownSession')]);
    const alike = [open, open, batch(request(1, 'b', 0, 2), request(1, 'a')), open];
    expect(executed(...alike)[0].sessions.map(({ id }) => id)).toEqual([2, 4]);
  });

  test('expires by decree, unless it was used after that was asked for', () => {
    const expire: Decree<string> = { type: 'expireSession', session: 1, lastUsed: 1 };
    const [gone, outcomes] = executed(open, expire);
    expect([gone.sessions, outcomes]).toEqual([[], []]);
    expect(executed(open, batch(request(1, 'a')), expire)[0].sessions).toHaveLength(1);
    expect(executed(open, open, expire)[0].sessions.map(({ id }) => id)).toEqual([2]);
    const second = { ...expire, session: 2, lastUsed: 2 };
    expect(executed(open, open, second)[0].sessions.map(({ id }) => id)).toEqual([1]);
  });
});

test('a no-op and a change of members change no state, and count as slots', () => {
  const change = { type: 'configuration', configuration: voters(2, n1) } as const;
  for (const decree of [{ type: 'noOp' }, { type: 'enable', version: 1 }] as const)
    expect(executed(decree)[1]).toEqual([]);
  const [after, [outcome]] = executed({ type: 'noOp' }, change);
  const expected: Executed<string, string> = { through: 2, state: '', sessions: [] };
  expect(after).toEqual(expected);
  expect(outcome).toEqual({
    subject: change,
    reply: { type: 'decided', slot: 2 },
  });
});
