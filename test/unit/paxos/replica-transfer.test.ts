/** A leader that lets another lead, and the others, as one replica sees it. */
import { describe, expect, test } from 'vitest';
import { slot } from '#src/paxos/slot.js';
import { first, n1, n2, n3, n4 } from './log-words.js';
import {
  from,
  type Input,
  type Message,
  own,
  type Run,
  ready,
  run,
  sent,
  start,
  step,
  timer,
} from './replica-words.js';
import { ballot } from './words.js';

const electionMs = 500;
const transfer = (to: typeof n1, now: number): Input => ({ type: 'transfer', to, now });
const heard = (granted: number): Input =>
  from(n2, { type: 'heard', ballot: own, decided: 1, granted }, granted);
const read = (now: number): Input => ({ type: 'read', read: 1, command: 'r', now });
const leased = [...ready, timer('heartbeat', 10), heard(10)];
const kinds = ([, effects]: Run) => sent(effects).map(({ to, message }) => `${message.type} to ${to}`);

describe('a leader that is to let another lead', () => {
  test('answers no read by its lease any more, and releases it to all', () => {
    expect(run(...leased, read(20))[1]).toMatchObject([{ type: 'reply', reply: { byLease: true } }]);
    const [replica, effects] = run(...leased, transfer(n2, 20));
    const release = { type: 'release', ballot: own, asked: 20, to: n2 };
    expect(sent(effects).map(({ to, message }) => [to, message])).toEqual([
      [n2, release],
      [n3, release],
    ]);
    expect(replica.lease).toMatchObject({ held: [], granted: null });
    expect(kinds(step(replica, read(20)))).toEqual(['ask to n2', 'ask to n3']);
  });

  test('leads on, and asks for a lease again when the other has not come in time', () => {
    const beat = (now: number) =>
      sent(run(...leased, transfer(n2, 20), timer('heartbeat', now))[1])[0]?.message;
    expect(beat(20 + electionMs)).toEqual({ type: 'heartbeat', ballot: own, decided: 1 });
    expect(beat(21 + electionMs)).toMatchObject({ asked: 21 + electionMs });
  });

  test('says so once, until it has asked for a lease again', () => {
    const once = [...leased, transfer(n2, 20)];
    expect(kinds(run(...once, transfer(n3, 20 + electionMs)))).toEqual([]);
    expect(kinds(run(...once, transfer(n3, 21 + electionMs)))).toEqual(['release to n2', 'release to n3']);
  });

  test.each([
    ['itself', n1],
    ['one that has no vote', n4],
  ])('does nothing where that is %s', (_, to) => {
    const [replica, effects] = run(...leased, transfer(to, 20));
    expect(effects).toEqual([]);
    expect(replica.lease).toEqual(run(...leased)[0].lease);
  });

  test('does nothing where it does not lead', () => {
    expect(step(start()[0], transfer(n2, 0))[1]).toEqual([]);
  });
});

describe('a member', () => {
  const theirs = { ...ballot('1.n2'), incarnation: 0 };
  const beat = (asked: number): Input =>
    from(n2, { type: 'heartbeat', ballot: theirs, decided: 0, asked }, asked);
  const release = (asked: number, to = n1): Message => ({ type: 'release', ballot: theirs, asked, to });
  const follower = run(beat(10))[0];

  test('that is to lead prepares at once, and asks nobody whether a leader is heard', () => {
    const told = step(follower, from(n2, release(10), 20));
    expect(told[0]).toMatchObject({ leader: { phase: 'preparing' }, lease: { granted: null } });
    expect(kinds(told)).toEqual(['prepare to n2', 'prepare to n3']);
    expect(told[1]).toContainEqual({
      type: 'setTimer',
      timer: 'election',
      afterMs: electionMs,
      spreadMs: electionMs / 2,
    });
  });

  test('that is not to lead may promise to the one that is', () => {
    const prepare = from(
      n3,
      {
        type: 'prepare',
        ballot: { ...ballot('2.n3'), incarnation: 0 },
        from: slot(1),
        configuration: first.id,
      },
      30,
    );
    expect(step(follower, prepare)[0].acceptor.promised).toBeNull();
    const told = step(follower, from(n2, release(10, n3), 20));
    expect(told[1]).toEqual([]);
    expect(step(told[0], prepare)[0].acceptor.promised).toMatchObject({ round: 2, proposer: n3 });
  });

  test('does nothing at the release of an earlier grant, of a ballot that is overtaken, or while it tries already (T14)', () => {
    const later = step(follower, beat(15))[0];
    expect(step(later, from(n2, release(10), 20))).toEqual([{ ...later, now: 20 }, []]);
    const preparing = step(follower, from(n2, release(10), 20))[0];
    expect(step(preparing, from(n2, release(10), 30))[1]).toEqual([]);
    const promised = {
      ...follower,
      acceptor: { ...follower.acceptor, promised: ballot('2.n3') },
      lease: preparing.lease,
    };
    expect(step(promised, from(n2, release(10), 20))[1]).toEqual([]);
  });
});
