import { describe, expect, test } from 'vitest';
import { InvalidInput } from '#src/paxos/invalid-input.js';
import { LIMITS } from '#src/paxos/limits.js';
import { replicaOf } from '#src/paxos/replica.js';
import { slot } from '#src/paxos/slot.js';
import { decided, n1, n2, n3, n4, slotVote, voters } from './log-words.js';
import {
  durable,
  elected,
  few,
  from,
  hearsNone,
  type Input,
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
import { ballot, inFull } from './words.js';

const { leaseMs, leaseMarginMs } = LIMITS;
const read = (now: number, notAfter?: number): Input => ({
  type: 'read',
  read: 1,
  command: 'r',
  now,
  ...(notAfter === undefined ? {} : { notAfter }),
});
const heard = (granted: number, now: number): Input =>
  from(n2, { type: 'heard', ballot: own, decided: 0, granted }, now);

describe('a leader with a lease', () => {
  test('answers a read alone, until the lease has run out since it was asked for (T1, T5)', () => {
    const leased = [...ready, timer('heartbeat', 1_000), heard(1_000, 1_100)];
    const end = 1_000 + leaseMs - leaseMarginMs;
    const [, effects] = run(...leased, read(end - 1));
    expect(effects).toMatchObject([
      { type: 'reply', notAfter: end, reply: { type: 'answered', slot: 1, byLease: true } },
    ]);
    expect(run(...leased, read(end - 1, end - 5))[1]).toMatchObject([{ notAfter: end - 5 }]);
    expect(run(...leased, request(1, 'a', 1_150), read(end - 1))[1]).toMatchObject([
      { reply: { byLease: true } },
    ]);
    expect(sent(run(...leased, read(end))[1]).map(({ message }) => message.type)).toEqual(['ask', 'ask']);
  });

  test('asks for it with each heartbeat, and tells other readers how far it has executed', () => {
    const [, beat] = run(...ready, timer('heartbeat', 30));
    expect(sent(beat)[0]?.message).toMatchObject({ type: 'heartbeat', asked: 30 });
    const ask = (now: number) => from(n3, { type: 'ask', read: 7 }, now);
    const leased = [...ready, timer('heartbeat', 30), heard(30, 40)];
    expect(sent(run(...leased, ask(50))[1])).toMatchObject([{ message: { last: 1, isLeased: true } }]);
    const end = 30 + leaseMs - leaseMarginMs;
    const [told] = sent(run(...leased, ask(end - 1))[1]);
    expect(told).toMatchObject({ message: { type: 'frontier', isLeased: true }, restsOn: 0 });
    expect(sent(run(...leased, ask(end))[1])[0]?.message).toEqual({ type: 'frontier', read: 7, last: 1 });
  });

  test('counts no grant to an earlier ballot of its own', () => {
    const second = { ...own, round: 2 };
    const again = [
      ...ready,
      from(n3, { type: 'refused', ballot: ballot('1.n3') }),
      timer('election', 10),
      from(n2, hearsNone, 10),
      durable(),
      from(n2, { ...promise, ballot: second, decided: 1 }, 20),
      timer('heartbeat', 30),
    ];
    const granting = (of: typeof own) => from(n2, { type: 'heard', ballot: of, decided: 0, granted: 30 }, 40);
    expect(run(...again, granting(own))[0].lease.held.map(({ by }) => by)).toEqual([n1]);
    expect(run(...again, granting(second))[0].lease.held.map(({ by }) => by)).toEqual([n1, n2]);
  });

  test('does not answer before it has executed what phase 1 has reported (T13)', () => {
    const vote = slotVote('1 0.n3 a');
    const lower = { ...vote, ballot: { ...ballot('1.n0'), incarnation: 0 } };
    const reported = [
      ...elected.slice(0, -1),
      from(n2, { ...promise, votes: [lower] }),
      timer('heartbeat', 30),
      heard(30, 40),
    ];
    expect(replies(run(...reported, read(50))[1])).toEqual([]);
    const done = [
      ...reported,
      durable(),
      from(n2, { type: 'accepted', ...lower, ballot: own }, 41),
      durable(),
    ];
    expect(replies(run(...done, read(50))[1])).toMatchObject([{ type: 'answered', slot: 1, byLease: true }]);
  });

  test('refuses a grant of what it has not asked for yet, and none that an earlier process of its node asked for', () => {
    const early = () => run(...ready, timer('heartbeat', 30), heard(31, 40));
    expect(early).toThrow(InvalidInput);
    expect(early).toThrow(expect.objectContaining({ reason: 'value', account: inFull }));
    const { log, leader, acceptor } = run(...ready)[0];
    const [again] = start({ round: leader.round, ...acceptor, log, snapshot: null });
    expect(step(again, heard(30, 0))[0].lease.held).toEqual([]);
  });

  test('counts what any promise has reported, whichever came last', () => {
    const reported = { ...slotVote('1 0.n3 a'), ballot: ballot('1.n0') };
    const last = [...elected.slice(0, 2), from(n2, { ...promise, votes: [reported] }), durable()];
    const [replica] = run(...last);
    expect(replica).toMatchObject({ leader: { phase: 'leading' }, lease: { through: 1 } });
  });

  test('counts a change of members from when it proposes it', () => {
    const leased = [...ready, timer('heartbeat', 30), heard(30, 40)];
    const configuration = voters(2, n1, n2, n3, n4);
    expect(replies(run(...leased, { type: 'configure', configuration, now: 45 }, read(50))[1])).toEqual([]);
  });

  test('answers a read that has waited for others once it holds the lease', () => {
    const [waiting] = run(...ready, read(20), timer('heartbeat', 30), heard(30, 40));
    expect(waiting.reads).toHaveLength(1);
    const [after, effects] = step(waiting, read(50));
    expect(after.reads).toEqual([]);
    expect(effects).toMatchObject([{ to: { type: 'read', read: 1 }, reply: { byLease: true } }]);
    const two = replicaOf<string, State, number>({ ...options, limits: { ...few, readsMax: 2 } });
    const second: Input = { type: 'read', read: 2, command: 'r', now: 50 };
    expect(two.step(waiting, second)[0].reads).toEqual(waiting.reads);
  });

  test('lets it go when its clock stood still, and counts no grant to what it asked before', () => {
    const still: Input = { type: 'stoodStill' };
    const [replica, effects] = run(...ready, timer('heartbeat', 30), heard(30, 40), still);
    expect([replica.lease.held, effects]).toEqual([[], []]);
    expect(step(replica, heard(30, 50))[0].lease.held).toEqual([]);
  });

  test('lets it go when it leads no more', () => {
    const leased = [...ready, timer('heartbeat', 30), heard(30, 40)];
    const [replica, effects] = run(
      ...leased,
      from(n3, { type: 'refused', ballot: ballot('9.n3') }, 50),
      read(60),
    );
    expect(replica.lease.held).toEqual([]);
    expect(replies(effects)).toEqual([]);
  });

  test('asks for none where leases are off', () => {
    const off = replicaOf<string, State, number>({ ...options, limits: { ...few, leaseMs: 0 } });
    const [replica, effects] = elected.reduce(([before], input) => off.step(before, input), off.start());
    expect(replica.lease).toMatchObject({ held: [], granted: null });
    expect(sent(effects)[0]?.message).not.toHaveProperty('asked');
  });
});

describe('an acceptor that granted a lease', () => {
  const beat = (asked: number, now: number) =>
    from(n2, { type: 'heartbeat', ballot: ballot('1.n2'), decided: 0, asked }, now);
  const prepare = (now: number) =>
    from(
      n3,
      { type: 'prepare', ballot: ballot('2.n3'), from: slot(1), configuration: promise.configuration },
      now,
    );
  const isPromising = (...inputs: readonly Input[]) =>
    sent(run(...inputs)[1]).some(({ message }) => message.type === 'promise');

  test('says so, and promises nothing to another until it has run out (T2)', () => {
    expect(sent(run(beat(7, 1_000))[1])).toMatchObject([{ to: n2, message: { type: 'heard', granted: 7 } }]);
    expect(isPromising(beat(7, 1_000), prepare(1_000 + leaseMs - 1))).toBe(false);
    expect(isPromising(beat(7, 1_000), prepare(1_000 + leaseMs))).toBe(true);
  });

  test('promises nothing for one lease after a restart (T12)', () => {
    const { start } = replicaOf<string, State, number>(options);
    const [first] = run(beat(7, 1_000));
    const { log, leader, acceptor } = first;
    const kept = { round: leader.round, ...acceptor, log, snapshot: null };
    const again = (now: number) =>
      sent(step(step(start(kept)[0], timer('resend', 5_000))[0], prepare(now))[1]).length > 0;
    expect(again(5_000 + leaseMs - 1)).toBe(false);
    expect(again(5_000 + leaseMs)).toBe(true);
  });

  test('votes for another all the same, whom a quorum has promised', () => {
    const accept = { type: 'accept', ...slotVote('1 2.n3 a'), configuration: promise.configuration } as const;
    expect(sent(run(beat(7, 1_000), from(n3, accept, 1_001))[1])).toMatchObject([
      { to: n3, message: { type: 'accepted' } },
    ]);
  });

  test('grants nothing to another while it runs', () => {
    const other = { type: 'heartbeat', ballot: ballot('2.n3'), decided: 0, asked: 8 } as const;
    const [{ lease }, effects] = run(beat(7, 1_000), from(n3, other, 1_001));
    expect(lease.granted).toMatchObject({ ballot: ballot('1.n2'), asked: 7 });
    expect(sent(effects)[0]?.message).toEqual({ type: 'heard', ballot: ballot('2.n3'), decided: 0 });
  });

  test('grants nothing where it was not asked', () => {
    const beatOfOld = from(n2, { type: 'heartbeat', ballot: ballot('1.n2'), decided: 0 }, 1_000);
    expect(run(beatOfOld)[0].lease.granted).toBeNull();
  });

  test('leads on while another prepares in vain', () => {
    const leased = [...ready, timer('heartbeat', 30), heard(30, 40)];
    const higher = from(
      n3,
      { type: 'prepare', ballot: ballot('9.n3'), from: slot(2), configuration: promise.configuration },
      50,
    );
    expect(run(...leased, higher)[0].leader.phase).toBe('leading');
    expect(run(...leased, higher, read(60))[1]).toMatchObject([{ reply: { byLease: true } }]);
  });
});

describe('a reader that a leader with a lease has told how far it has executed', () => {
  const told = from(n2, { type: 'frontier', read: 1, last: 1, isLeased: true });

  test('waits until it has executed as much, and for nobody else', () => {
    const [waiting, effects] = run(read(0), told);
    expect(replies(effects)).toEqual([]);
    const [, then] = step(waiting, from(n2, { type: 'decided', ...decided('1 -') }));
    expect(replies(then)).toMatchObject([{ type: 'answered', slot: 1, byLease: true }]);
  });
});
