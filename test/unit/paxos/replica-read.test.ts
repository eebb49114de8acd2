import { describe, expect, test } from 'vitest';
import { configurationId } from '#src/paxos/configuration.js';
import { isReady, startRead } from '#src/paxos/reads.js';
import { replicaOf } from '#src/paxos/replica.js';
import { slot } from '#src/paxos/slot.js';
import { decided, n1, n2, n3, n4, slotVote, uneven, voters } from './log-words.js';
import { from, type Input, options, replies, run, type State, sent, step } from './replica-words.js';

describe('a read', () => {
  const read = (number: number, more: { now?: number; notAfter?: number } = {}): Input => ({
    type: 'read',
    read: number,
    command: 'r',
    now: 0,
    ...more,
  });
  const frontier = (last: number, now = 0): Input => from(n2, { type: 'frontier', read: 1, last }, now);

  test('is answered from the present state once a quorum has told that nothing is decided above', () => {
    const [asked, effects] = run(read(1));
    expect(sent(effects)).toEqual(
      [n2, n3].map((to) => ({ type: 'send', to, message: { type: 'ask', read: 1 }, restsOn: 0 })),
    );
    expect(replies(step(asked, frontier(0))[1])).toEqual([{ type: 'answered', slot: 0, answer: 1 }]);
    expect(step(asked, frontier(0))[0].executed.state).toEqual([]);
  });

  test('waits until everything is executed that may have been decided before it', () => {
    const [waiting, effects] = run(read(1), frontier(1));
    expect(replies(effects)).toEqual([]);
    const [, then] = step(waiting, from(n2, { type: 'decided', ...decided('1 -') }));
    expect(replies(then)).toEqual([{ type: 'answered', slot: 1, answer: 1 }]);
  });

  test('waits for a quorum of every configuration that may govern a slot above (the old one, too)', () => {
    const change = {
      slot: slot(1),
      value: { type: 'configuration', configuration: voters(2, n1, n4) },
    } as const;
    const inputs = [from(n2, { type: 'decided', ...change }), read(1)];
    const n4s = from(n4, { type: 'frontier', read: 1, last: 1 });
    expect(replies(run(...inputs, n4s)[1])).toEqual([]);
    expect(replies(run(...inputs, frontier(1))[1])).toEqual([]);
    expect(replies(run(...inputs, frontier(1), n4s)[1])).toMatchObject([{ type: 'answered' }]);
  });

  test('waits for a quorum that meets every quorum of votes (three of four, where two choose)', () => {
    const asked = startRead({ read: 1, command: 'r', notAfter: null });
    const governing = [{ from: slot(1), configuration: uneven }];
    expect(isReady({ ...asked, told: [n1, n2] }, governing, 0)).toBe(false);
    expect(isReady({ ...asked, told: [n1, n2, n3] }, governing, 0)).toBe(true);
  });

  test('counts votes and decisions beyond a hole as what may be decided', () => {
    const vote = { type: 'accept', ...slotVote('2 1.n2 b'), configuration: configurationId(1) } as const;
    const ask = from(n3, { type: 'ask', read: 7 });
    expect(sent(run(from(n2, vote), ask)[1])).toMatchObject([{ to: n3, message: { read: 7, last: 2 } }]);
    const beyond = from(n2, { type: 'decided', ...decided('3 c') });
    expect(sent(run(beyond, ask)[1])).toMatchObject([{ message: { last: 3 } }]);
  });

  test('that comes too late is rejected; one in time says until when', () => {
    expect(replies(run(read(1, { notAfter: 5 }), frontier(0, 6))[1])).toEqual([
      { type: 'rejected', reason: 'late', leader: null },
    ]);
    expect(run(read(1, { notAfter: 5 }), frontier(0, 5))[1]).toMatchObject([{ type: 'reply', notAfter: 5 }]);
  });

  test('at which the machine throws is told so, and nothing else has changed', () => {
    const error = new Error('no');
    const failing = replicaOf<string, State, number>({
      ...options,
      machine: {
        start: [],
        apply: () => {
          throw error;
        },
      },
    });
    const [asked] = failing.step(failing.start()[0], read(1));
    const [after, effects] = failing.step(asked, frontier(0));
    expect(replies(effects)).toEqual([{ type: 'failed', error }]);
    expect(after).toEqual({ ...asked, reads: [] });
  });

  test('beyond the bound is rejected as busy, and one that is under way asks again', () => {
    expect(run(read(1), read(2))[1]).toMatchObject([
      { to: { type: 'read', read: 2 }, reply: { reason: 'busy' } },
    ]);
    const [replica, effects] = run(read(1), read(1));
    expect(sent(effects)).toHaveLength(2);
    expect(replica.reads).toEqual([{ read: 1, command: 'r', told: [n1], last: 0, notAfter: null }]);
  });

  test('is told on its own, and answered or given up on its own', () => {
    const two = replicaOf<string, State, number>({ ...options, limits: { ...options.limits, readsMax: 2 } });
    const runTwo = (...inputs: readonly Input[]) =>
      inputs.reduce(([replica], input) => two.step(replica, input), two.start());
    const [one, effects] = runTwo(read(1), read(2), frontier(0));
    expect(effects).toEqual([
      {
        type: 'reply',
        to: { type: 'read', read: 1 },
        reply: { type: 'answered', slot: 0, answer: 1 },
        restsOn: 0,
      },
    ]);
    expect(one.reads).toMatchObject([{ read: 2, told: [n1] }]);
    const [late, told] = runTwo(read(1, { notAfter: 5 }), read(2), frontier(0, 6));
    expect(told).toMatchObject([{ to: { type: 'read', read: 1 }, reply: { reason: 'late' } }]);
    expect(late.reads).toMatchObject([{ read: 2 }]);
  });

  test('goes by the least that a leader with a lease has told', () => {
    const leased = (last: number): Input => from(n2, { type: 'frontier', read: 1, last, isLeased: true });
    for (const lasts of [
      [2, 1],
      [1, 2],
    ])
      expect(run(read(1), ...lasts.map(leased))[0].reads).toMatchObject([{ leased: 1, told: [n1] }]);
  });
});
