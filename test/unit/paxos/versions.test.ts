import { describe, expect, test } from 'vitest';
import { configurationId } from '#src/paxos/configuration.js';
import { type Decree, NO_OP } from '#src/paxos/decree.js';
import { keep, nothingKept } from '#src/paxos/record.js';
import { replicaOf } from '#src/paxos/replica.js';
import { slot } from '#src/paxos/slot.js';
import { enabledBy, KINDS, UnknownVersion } from '#src/paxos/versions.js';
import { first, n1, n2, n3 } from './log-words.js';
import {
  durable,
  elected,
  from,
  type Input,
  type Message,
  opened,
  options,
  own,
  promise,
  ready,
  replies,
  request,
  run,
  type State,
  sent,
  start,
  step,
  timer,
} from './replica-words.js';
import { ballot } from './words.js';

const later = { type: 'merge', with: 3 } as unknown as Decree<string>;
const enable = { type: 'enable', version: 2 } as const;
const enabling: Input = { ...enable, now: 0 };
const decided = (at: number, value: Decree<string>): Input =>
  from(n2, { type: 'decided', slot: slot(at), value });
const vote = { slot: slot(1), ballot: ballot('9.n2'), value: later };
const open: Input = { ...opened, now: 0 };

describe('a decree of a kind that is not known (N4)', () => {
  test.each<[string, Message]>([
    ['a request for a vote', { type: 'accept', ...vote, configuration: configurationId(1) }],
    ['a vote', { type: 'accepted', ...vote, ballot: own }],
    ['a decision', { type: 'decided', slot: slot(1), value: later }],
    ['a decision beyond a hole', { type: 'decided', slot: slot(2), value: later }],
    ['decisions', { type: 'decrees', after: 0, values: [NO_OP, later], decided: 2 }],
    ['decisions beyond a hole', { type: 'decrees', after: 1, values: [later], decided: 2 }],
    ['a promise', { ...promise, votes: [{ ...vote, ballot: ballot('0.n2') }] }],
  ])('stops the member that meets it in %s', (_, message) => {
    expect(() => step(start()[0], from(n2, message))).toThrow(UnknownVersion);
    expect(() => step(start()[0], from(n2, message))).toThrow(
      'expected a decree of a kind that this program knows (noOp, batch, openSession, expireSession, configuration, enable); got merge.',
    );
  });

  test.each([
    ['a vote', { type: 'vote', ...vote }],
    ['a decision', { type: 'decided', slot: slot(1), value: later }],
    ['a decision beyond a hole', { type: 'decided', slot: slot(2), value: later }],
  ] as const)('stops the member that has kept %s with it', (_, record) => {
    const kept = keep<string, State, number>(nothingKept({ alpha: 3, configuration: first }), record);
    expect(() => start(kept)).toThrow(UnknownVersion);
  });
});

describe('a version', () => {
  const newer = replicaOf<string, State, number>({
    ...options,
    known: 2,
    kinds: { ...KINDS, openSession: 2 },
  });
  const runNewer = (...inputs: readonly Input[]) =>
    inputs.reduce<ReturnType<typeof newer.step>>(
      ([replica], input) => newer.step(replica, input),
      newer.start(),
    );

  test('is the first one until a decree enables another, which a snapshot tells too', () => {
    const [before] = newer.start();
    expect(before.executed.enabled).toBeUndefined();
    const [after] = runNewer(decided(1, enable), decided(2, NO_OP), decided(3, { ...enable, version: 1 }));
    expect(after.executed).toMatchObject({ through: 3, enabled: 2 });
    const snapshot = { ...after.executed, configurations: after.log.configurations };
    expect(runNewer(from(n2, { type: 'snapshot', snapshot }))[0].executed).toEqual(after.executed);
  });

  test('stays enabled when a command is executed', () => {
    const request = { session: 2, sequence: 1, answered: 0, command: 'a' };
    const [after] = runNewer(
      decided(1, enable),
      decided(2, { type: 'openSession', nonce: 'mine' }),
      decided(3, { type: 'batch', requests: [request] }),
    );
    expect(after.executed).toMatchObject({ through: 3, enabled: 2, sessions: [{ answers: [{ slot: 3 }] }] });
  });

  test('that a member does not know stops it: at the decree, at a snapshot, and when it starts again', () => {
    const told =
      'expected a cluster that uses versions up to 1 of its decrees, as this program does; got one that has enabled version 2 by slot 1.';
    expect(() => run(decided(1, enable))).toThrow(told);
    const { log, executed } = runNewer(decided(1, enable))[0];
    const snapshot = { ...executed, configurations: log.configurations };
    expect(() => run(from(n2, { type: 'snapshot', snapshot }))).toThrow(told);
    const nothing = nothingKept<string, State, number>({ alpha: 3, configuration: first });
    const record = { type: 'decided', slot: slot(1), value: enable } as const;
    expect(() => start(keep(nothing, record))).toThrow(told);
    expect(() => start(keep(nothing, { type: 'snapshot', snapshot, base: 1 }))).toThrow(UnknownVersion);
  });

  test('is enabled before a decree of its kinds is proposed', () => {
    const [, tooEarly] = runNewer(...elected, open);
    expect(replies(tooEarly)).toEqual([{ type: 'rejected', reason: 'notEnabled', leader: n1 }]);
    expect(sent(tooEarly)).toEqual([]);
    const chosen = [
      durable(),
      from(n2, { type: 'accepted', slot: slot(1), ballot: own, value: enable }),
      durable(),
    ];
    const [, then] = runNewer(...elected, enabling, ...chosen, open);
    expect(sent(then)).toMatchObject(
      [n2, n3].map((to) => ({ to, message: { type: 'accept', value: opened } })),
    );
  });

  test('is proposed once by a leader, and by nobody else', () => {
    const [leading, effects] = runNewer(...elected, enabling);
    expect(sent(effects)).toMatchObject([n2, n3].map((to) => ({ to, message: { value: enable } })));
    expect(newer.step(leading, enabling)[1]).toEqual([]);
    const [after] = runNewer(
      ...elected,
      enabling,
      durable(),
      from(n2, { type: 'accepted', slot: slot(1), ballot: own, value: enable }),
      durable(),
    );
    expect(after.executed.enabled).toBe(2);
    expect(newer.step(after, enabling)[1]).toEqual([]);
    expect(runNewer(enabling)[1]).toEqual([]);
    const next: Input = { type: 'enable', version: 3, now: 0 };
    expect(sent(runNewer(...elected, enabling, next)[1])).toMatchObject(
      [n2, n3].map((to) => ({ to, message: { slot: 2, value: { ...enable, version: 3 } } })),
    );
  });

  test('waits for its place in the log like any request, once', () => {
    const inputs = [...ready, request(1, 'a'), request(2, 'b'), enabling, enabling];
    expect(run(...inputs)[0].clients.queue.map(({ subject }) => subject)).toEqual([null]);
    expect(runNewer(timer('election'), enabling)[1]).toEqual([]);
  });
});

test('by a version as many kinds are enabled as were brought by then', () => {
  const kinds = { ...KINDS, openSession: 2, enable: 4 };
  expect([1, 2, 3, 4].map((version) => enabledBy(version, kinds))).toEqual([1, 2, 2, 4]);
  expect(enabledBy(9)).toBe(1);
});
