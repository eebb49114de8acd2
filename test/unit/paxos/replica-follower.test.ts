import { describe, expect, test } from 'vitest';
import { configurationId } from '#src/paxos/configuration.js';
import { SETTLED } from '#src/paxos/durability.js';
import { replicaOf } from '#src/paxos/replica.js';
import { slot } from '#src/paxos/slot.js';
import { decided, decree, n2, n3, slotVote } from './log-words.js';
import {
  durable,
  from,
  hearsNone,
  type Input,
  options,
  own,
  type Run,
  ready,
  replies,
  request,
  run,
  type State,
  sent,
  step,
  timer,
} from './replica-words.js';
import { ballot } from './words.js';

describe('a follower', () => {
  const heartbeat = { type: 'heartbeat', ballot: ballot('2.n2'), decided: 3 } as const;

  test('takes a proposal for a sign of its leader, and a prepare for one of a candidate', () => {
    const accept = { type: 'accept', ...slotVote('1 2.n2 a'), configuration: configurationId(1) } as const;
    const timeOf = (spreadMs: number) => ({ type: 'setTimer', timer: 'election', afterMs: 500, spreadMs });
    const [replica, effects] = run(from(n2, accept));
    expect([replica.election.hears, replica.leader.heard]).toEqual([n2, ballot('2.n2')]);
    expect(effects).toContainEqual(timeOf(0));
    const prepare = { type: 'prepare', ballot: ballot('2.n2'), from: slot(1) } as const;
    const [promised, told] = run(from(n2, { ...prepare, configuration: configurationId(1) }));
    expect([promised.election.hears, promised.leader.heard]).toEqual([null, ballot('2.n2')]);
    expect(told).toContainEqual(timeOf(250));
  });

  test('answers one that asks whether it hears a leader, and tells its promise only when that is kept', () => {
    const prepare = { type: 'prepare', ballot: ballot('1.n3'), from: slot(1) } as const;
    const poll = from(n2, { type: 'poll', decided: 2 });
    const [, effects] = run(from(n3, { ...prepare, configuration: configurationId(1) }), poll);
    const polled = { type: 'polled', hearsLeader: false, promised: ballot('1.n3'), decided: 0 };
    expect(effects).toEqual([
      { type: 'send', to: n2, message: polled, restsOn: 1 },
      { type: 'send', to: n2, message: { type: 'catchUp', decided: 0 }, restsOn: 0 },
    ]);
  });

  test('remembers the ballot of its leader', () => {
    expect(run(from(n2, heartbeat))[0].leader.heard).toEqual(ballot('2.n2'));
  });

  test('forgets its vote where it learns the decision, which asks for a persist of no role', () => {
    const accept = { type: 'accept', ...slotVote('1 2.n2 a'), configuration: configurationId(1) } as const;
    const [voted] = run(from(n2, accept), durable());
    expect(voted.acceptor.votes).toHaveLength(1);
    const [learnt, effects] = step(voted, from(n2, { type: 'decided', ...decided('1 -') }));
    expect(learnt.acceptor.votes).toEqual([]);
    expect(learnt.durability).toEqual({ ...SETTLED, pending: 1 });
    expect(effects[1]).toMatchObject({ type: 'apply', slot: 1, decree: decree('-'), outcomes: [] });
  });

  test('has nothing to tell one that knows as much', () => {
    expect(run(from(n2, { type: 'catchUp', decided: 0 }))).toEqual([run()[0], []]);
  });

  test('answers its leader, asks it for what it lacks, and names it to clients', () => {
    const [, effects] = run(from(n2, heartbeat));
    expect(sent(effects)).toEqual([
      { type: 'send', to: n2, message: { type: 'heard', ballot: ballot('2.n2'), decided: 0 }, restsOn: 0 },
      { type: 'send', to: n2, message: { type: 'catchUp', decided: 0 }, restsOn: 0 },
    ]);
    expect(replies(run(from(n2, heartbeat), request(1, 'a'))[1])).toEqual([
      { type: 'rejected', reason: 'notLeader', leader: n2 },
    ]);
  });

  test('does not answer a leader below its promise: it tells it the promise', () => {
    const vote = { type: 'accept', ...slotVote('1 4.n3 a'), configuration: configurationId(1) } as const;
    const [, effects] = run(from(n3, vote), from(n2, heartbeat));
    expect(effects).toEqual([
      { type: 'send', to: n2, message: { type: 'refused', ballot: ballot('4.n3') }, restsOn: 1 },
    ]);
  });

  test('a leader that is behind one of those who hear it asks for what it lacks', () => {
    const [leader] = run(...ready);
    const [, effects] = step(leader, from(n2, { type: 'heard', ballot: own, decided: 3 }));
    expect(sent(effects).map(({ to, message }) => [to, message])).toEqual([
      [n2, { type: 'catchUp', decided: 1 }],
    ]);
  });

  test('catches up in pieces, and asks on only where it came further', () => {
    const decrees = { type: 'decrees', after: 0, values: ['a', 'b'].map(decree), decided: 5 } as const;
    const [replica, effects] = run(from(n2, decrees));
    expect(replica.executed.through).toBe(2);
    expect(sent(effects)).toEqual([
      { type: 'send', to: n2, message: { type: 'catchUp', decided: 2 }, restsOn: 0 },
    ]);
    expect(run(from(n2, decrees), from(n2, decrees))[1]).toEqual([]);
  });

  test('keeps a bounded log: a snapshot for its older half', () => {
    const values = ['a', 'b', 'c', 'd', 'e'].map(decree);
    const [replica, effects] = run(from(n2, { type: 'decrees', after: 0, values, decided: 5 }));
    expect(replica.log).toMatchObject({ base: 3, decrees: values.slice(3) });
    expect(replica.snapshot).toMatchObject({ through: 5 });
    expect(replica.durability.last).toEqual({ acceptor: 0, leader: 0 });
    const four = from(n2, { type: 'decrees', after: 0, values: values.slice(0, 4), decided: 4 });
    expect(run(four)[0].snapshot).toBe(null);
    expect(effects[0]).toMatchObject({
      records: [...values.map(() => ({ type: 'decided' })), { type: 'snapshot', base: 3 }],
    });
    const [, answer] = step(replica, from(n2, { type: 'catchUp', decided: 1 }));
    expect(answer).toMatchObject([{ message: { type: 'snapshot', snapshot: { through: 5 } } }]);
  });

  describe('holds the decrees after a snapshot that it has sent', () => {
    const values = (count: number) => Array.from({ length: count }, (_, index) => decree(`${index}`));
    /** Through that slot, and n3 was sent the snapshot through slot 5 while slot 5 was the last. */
    const through = (last: number, limits: object = {}, then: readonly Input[] = []) => {
      const node = replicaOf<string, State, number>({ ...options, limits: { ...options.limits, ...limits } });
      const inputs = [
        from(n2, { type: 'decrees', after: 0, values: values(5), decided: 5 }),
        durable(),
        from(n3, { type: 'catchUp', decided: 0 }),
        ...Array.from({ length: last - 5 }, (_, index) => [
          from(n2, { type: 'decrees', after: 5 + index, values: values(1), decided: 6 + index }),
          durable(),
        ]).flat(),
        ...then,
      ];
      return inputs.reduce<Run>(([replica], input) => node.step(replica, input), node.start());
    };
    const asks = (decided: number): Input => from(n3, { type: 'catchUp', decided });

    test('until its receiver has come so far, though newer ones are taken (D15)', () => {
      const [replica] = through(30);
      expect(replica.log.base).toBe(5);
      expect(replica.snapshot!.through).toBeGreaterThan(25);
      expect(step(replica, asks(5))[1]).toMatchObject([{ message: { type: 'decrees', after: 5 } }]);
      // It asks while the snapshot is on its way: the next one is no news.
      expect(through(30, {}, [asks(0), asks(1)])[0].holds).toEqual([{ node: n3, through: 5 }]);
    });

    test('and takes the next snapshot only half a log later', () => {
      expect([8, 10, 11].map((last) => through(last)[0].snapshot!.through)).toEqual([8, 8, 11]);
    });

    test('and tells so many of them at once', () => {
      const [replica] = through(10);
      const tells = (limits: object) =>
        replicaOf<string, State, number>({ ...options, limits }).step(replica, asks(5))[1];
      expect(tells({ ...options.limits, catchUpMax: 2 })).toMatchObject([
        { message: { values: values(2).map(() => decree('0')), decided: 10 }, restsOn: 0 },
      ]);
    });

    test('and those that it still lacks, as it goes on', () => {
      expect(through(30, {}, [asks(25)])[0].holds).toEqual([{ node: n3, through: 25 }]);
      expect(through(30, {}, [asks(28)])[0].holds).toEqual([]);
      expect(through(30, {}, [asks(5), asks(20)])[0].holds).toEqual([{ node: n3, through: 20 }]);
      expect(through(30, {}, [asks(29)])[0].holds).toEqual([]);
      const heard = from(n3, { type: 'heard', ballot: own, decided: 29 });
      const prepares = [timer('election'), from(n2, hearsNone), durable()];
      expect(through(30, {}, [...prepares, heard])[0].holds).toEqual([]);
    });

    test('up to a bound', () => {
      const [replica] = through(40, { decreesHeldMax: 10 });
      expect(replica.log.base).toBeGreaterThan(30);
      expect(replica.holds).toEqual([]);
      expect(through(5, { decreesHeldMax: 4 })[0].holds).toEqual([]);
      expect(through(30, { decreesHeldMax: 4 })[0].log.decrees.length).toBeLessThanOrEqual(4);
    });
  });
});
