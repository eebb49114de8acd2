import { describe, expect, test } from 'vitest';
import { configurationId } from '#src/paxos/configuration.js';
import { SETTLED } from '#src/paxos/durability.js';
import { slot } from '#src/paxos/slot.js';
import { decided, n2, n3 } from './log-words.js';
import {
  durable,
  elected,
  from,
  hearsNone,
  type Message,
  own,
  promise,
  run,
  sent,
  step,
  timer,
} from './replica-words.js';
import { ballot } from './words.js';

describe('a replica that wants to lead', () => {
  test('keeps its round and its own promise in one persist, on which its prepares rest', () => {
    const [replica, effects] = run(...elected.slice(0, 2));
    expect(effects[0]).toEqual({
      type: 'persist',
      number: 1,
      records: [
        { type: 'round', round: 1 },
        { type: 'promised', ballot: own },
      ],
    });
    expect(sent(effects).map(({ to, message, restsOn }) => [to, message.type, restsOn])).toEqual([
      [n2, 'prepare', 1],
      [n3, 'prepare', 1],
    ]);
    expect(replica.leader).toMatchObject({ phase: 'preparing', promises: [] });
    expect(effects.filter(({ type }) => type === 'setTimer')).toEqual([
      { type: 'setTimer', timer: 'resend', afterMs: 300, spreadMs: 0 },
    ]);
  });

  test('hears its own promise at once where that is durable already', () => {
    const [replica] = run(...elected.slice(0, -1), timer('resend'));
    expect(replica.durability).toEqual(SETTLED);
  });

  test('leads by the promises of others, and says so only after its round is kept', () => {
    const inputs = [...elected.slice(0, 2), from(n2, promise), from(n3, promise)];
    const [replica, effects] = run(...inputs);
    expect(replica.leader.phase).toBe('leading');
    expect(sent(effects).map(({ message, restsOn }) => [message.type, restsOn])).toEqual([
      ['heartbeat', 1],
      ['heartbeat', 1],
    ]);
    expect(effects.filter(({ type }) => type === 'setTimer')).toMatchObject([
      { timer: 'election' },
      { timer: 'heartbeat', spreadMs: 0 },
    ]);
  });

  test('asks a member of its quorum for the decrees that this one knows, and leads then', () => {
    const [replica, effects] = run(...elected.slice(0, -1), from(n2, { ...promise, decided: 1 }));
    expect(replica.leader.phase).toBe('recovering');
    expect(sent(effects)).toMatchObject([{ to: n2, message: { type: 'catchUp', decided: 0 } }]);
    const [leads] = step(replica, from(n2, { type: 'decided', ...decided('1 -') }));
    expect(leads.leader.phase).toBe('leading');
    expect(leads.lease.through).toBe(1);
  });

  test('counts its own promise only when that is durable', () => {
    expect(run(...elected.slice(0, 2), from(n2, promise))[0].leader.phase).toBe('preparing');
    const [replica, effects] = run(...elected);
    expect(replica.leader.phase).toBe('leading');
    expect(sent(effects).map(({ to, message }) => [to, message.type])).toEqual([
      [n2, 'heartbeat'],
      [n3, 'heartbeat'],
    ]);
  });

  test('is above a ballot that it hears of in a poll', () => {
    const [replica] = run(timer('election'), from(n2, { ...hearsNone, promised: ballot('6.n3') } as Message));
    expect(replica.leader).toMatchObject({ phase: 'preparing', round: 7 });
  });
});

describe('an answer given twice', () => {
  const prepare: Message = {
    type: 'prepare',
    ballot: ballot('1.n2'),
    from: slot(1),
    configuration: configurationId(1),
  };

  test('asks for no persist the second time, and rests on the one under way (S18)', () => {
    const [, once] = run(from(n2, prepare));
    expect(once.map(({ type }) => type)).toEqual(['persist', 'send', 'setTimer']);
    const [, twice] = run(from(n2, prepare), from(n2, prepare));
    expect(twice).toEqual([{ ...sent(once)[0], restsOn: 1 }]);
    const [, later] = run(from(n2, prepare), durable(), from(n2, prepare));
    expect(later).toEqual([{ ...sent(once)[0], restsOn: 0 }]);
  });
});
