import { describe, expect, test } from 'vitest';
import { configurationId } from '#src/paxos/configuration.js';
import { SETTLED } from '#src/paxos/durability.js';
import { InvalidInput } from '#src/paxos/invalid-input.js';
import { replicaOf } from '#src/paxos/replica.js';
import { slot } from '#src/paxos/slot.js';
import { decided, decree, n1, n2, n3, n4, slotVote, voters } from './log-words.js';
import {
  durable,
  elected,
  from,
  hearsNone,
  type Input,
  type Message,
  options,
  own,
  promise,
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

describe('a leader', () => {
  test('counts its own vote only when that is durable, and answers the client then', () => {
    const [replica, effects] = run(...ready.slice(0, -1));
    expect(replica.executed.through).toBe(1);
    expect(replies(effects)).toEqual([{ type: 'opened', session: 1 }]);
    const told = { type: 'decided', slot: 1, value: { type: 'openSession', nonce: 'n' } };
    expect(sent(effects)).toEqual([n2, n3].map((to) => ({ type: 'send', to, message: told, restsOn: 0 })));
    const [early] = run(...elected, ready[4]!, ready[6]!);
    expect(early.executed.through).toBe(0);
  });

  test('proposes at once while it may, then lets requests wait and puts them into one decree', () => {
    const [replica] = run(...ready, request(1, 'a'), request(2, 'b'), request(3, 'c'), request(4, 'd'));
    expect(replica.clients.queue).toHaveLength(2);
    const vote = { type: 'accepted', slot: slot(2), ballot: own, value: decree('a') } as const;
    const [after] = [durable(2), from(n2, vote)].reduce<Run>(
      ([before], input) => step(before, input),
      [replica, []],
    );
    expect(after.clients.queue).toEqual([]);
    expect(
      after.leader.phase === 'leading' && after.leader.proposals.map(({ value }) => value),
    ).toMatchObject([{ requests: [{ command: 'b' }] }, { requests: [{ command: 'c' }, { command: 'd' }] }]);
  });

  test('rejects one too many as busy, and takes one that waits already for the same', () => {
    const full = [...ready, ...['a', 'b', 'c', 'd'].map((command, index) => request(index + 1, command))];
    const [twice, told] = run(...full.slice(0, -1), request(3, 'c'));
    expect(replies(told)).toEqual([]);
    expect(twice.clients.queue).toHaveLength(1);
    expect(
      replies(
        run(...ready, request(1, 'a'), request(2, 'b'), durable(2), ...full.slice(-2), request(5, 'e'))[1],
      ),
    ).toEqual([{ type: 'rejected', reason: 'busy', leader: n1 }]);
  });

  test('that is deposed tells what it does not know from what did not happen', () => {
    const full = [...ready, ...['a', 'b', 'c'].map((command, index) => request(index + 1, command))];
    const [replica, effects] = run(
      ...full,
      durable(2),
      from(n2, { type: 'refused', ballot: ballot('3.n2') }),
    );
    expect(replica.leader.phase).toBe('following');
    expect(replica).toMatchObject({ seen: [], clients: { queue: [], proposed: [] } });
    expect(replies(effects)).toEqual([
      { type: 'unknown', slot: 2 },
      { type: 'unknown', slot: 3 },
      { type: 'rejected', reason: 'notLeader', leader: null },
    ]);
  });

  test('tells that it was overtaken where another decree has its slot', () => {
    const [counting] = run(...ready, request(1, 'a'), durable());
    expect(counting.learner.open).toHaveLength(1);
    const decided = from(n3, { type: 'decided', slot: slot(2), value: decree('-') });
    const [{ learner }, effects] = step(counting, decided);
    expect(learner.open).toEqual([]);
    expect(replies(effects)).toEqual([{ type: 'rejected', reason: 'overtaken', leader: null }]);
  });

  test('does not know what came of a proposal that a snapshot passed over', () => {
    const snapshot = { through: 5, state: ['x'], sessions: [], configurations: run()[0].log.configurations };
    const [replica, effects] = run(...ready, request(1, 'a'), from(n3, { type: 'snapshot', snapshot }));
    expect(replies(effects)).toEqual([{ type: 'unknown', slot: 2 }]);
    expect(replica.executed.state).toEqual(['x']);
    expect(effects[0]).toMatchObject({ records: [{ type: 'snapshot', base: 5 }] });
    expect(Object.keys(replica.durability.last)).toEqual(['acceptor', 'leader']);
    // One that tells less than it knows sets nothing back.
    expect(step(replica, from(n2, { type: 'snapshot', snapshot: { ...snapshot, through: 4 } }))).toEqual([
      replica,
      [],
    ]);
  });

  test('stops when it does not hear a majority, and goes on when it does', () => {
    expect(run(...elected, timer('election'))[0].leader.phase).toBe('following');
    const heard = from(n3, { type: 'heard', ballot: own, decided: 0 });
    expect(run(...elected, heard, timer('election'))[0].leader.phase).toBe('leading');
  });

  test('sends again what was not answered, and heartbeats', () => {
    const again = run(...ready, request(1, 'a'), durable(), timer('resend'))[1];
    expect(sent(again).map(({ to, message }) => [to, message.type])).toEqual([
      [n2, 'accept'],
      [n3, 'accept'],
    ]);
    const beat = run(...elected, timer('heartbeat'))[1];
    expect(beat.at(-1)).toMatchObject({ timer: 'heartbeat' });
    expect(run(timer('resend'))[1]).toEqual([]);
    expect(run(timer('heartbeat'))[1]).toEqual([]);
  });

  test('counts as heard who votes for it, and not itself', () => {
    const [replica] = run(...ready, request(1, 'a'), durable());
    const vote = from(n2, { type: 'accepted', slot: slot(2), ballot: own, value: decree('a') });
    const [before] = step(replica, timer('election'));
    expect(before.election.heard).toEqual([]);
    expect(run(...ready)[0].election.heard).toEqual([n2]);
    expect(step(replica, vote)[0].election.heard).toEqual([n2]);
  });

  test('proposes requests together that have come together', () => {
    const requests = [1, 2, 2].map((sequence) => ({ session: 1, sequence, answered: 0, command: 'a' }));
    const together: Input = { type: 'requests', requests, now: 7 };
    const [leading, effects] = run(...ready, together);
    const proposed = sent(effects).flatMap(({ to, message }) =>
      to === n2 && message.type === 'accept' ? [message.value] : [],
    );
    // What comes again while it is under way is proposed once.
    expect(proposed).toEqual([{ type: 'batch', requests: requests.slice(0, 2) }]);
    expect(leading.seen).toEqual([{ session: 1, at: 7 }]);
    expect(replies(run(together)[1]).map((reply) => 'reason' in reply && reply.reason)).toEqual(
      requests.map(() => 'notLeader'),
    );
    const odd: Input = { ...together, requests: [requests[0]!, { ...requests[1]!, sequence: 0 }] };
    expect(() => run(...ready, odd)).toThrow(InvalidInput);
  });

  test('closes each session on its own, not before its time, and answers nobody for that', () => {
    const second = { type: 'openSession', nonce: 'm' } as const;
    const two = [
      ...ready,
      { ...second, now: 0 },
      durable(),
      from(n2, { type: 'accepted', slot: slot(2), ballot: own, value: second }),
      durable(),
      timer('heartbeat', 10),
    ];
    const used = (sequence: number, session: number, now: number): Input => ({
      type: 'request',
      request: { session, sequence, answered: 0, command: 'a' },
      now,
    });
    const closed = (...inputs: readonly Input[]) =>
      sent(run(...two, ...inputs)[1]).flatMap(({ to, message }) =>
        to === n2 && message.type === 'accept' ? [message.value] : [],
      );
    expect(closed(timer('heartbeat', 510))).toEqual([]);
    const both = [1, 2].map((session) => ({ type: 'expireSession', session, lastUsed: session }));
    expect(closed(timer('heartbeat', 511))).toEqual(both);
    // While that is under way it is not asked for again, neither in a slot nor in the queue.
    const [again] = run(...two, timer('heartbeat', 511), timer('heartbeat', 521), timer('heartbeat', 531));
    const waiting = again.clients.queue.map((each) => each.type === 'decree' && each.decree);
    const proposed = again.leader.phase === 'leading' ? again.leader.proposals.map(({ value }) => value) : [];
    expect([...proposed, ...waiting]).toEqual(both);
    const [seen] = run(...two, used(1, 1, 20), used(1, 2, 30));
    expect(seen.seen).toEqual([
      { session: 1, at: 20 },
      { session: 2, at: 30 },
    ]);
    expect(closed(used(1, 1, 400), durable(), timer('heartbeat', 511))).toMatchObject([{ session: 2 }]);
    const full = [1, 2, 3, 4].map((sequence) => used(sequence, 1, 20));
    expect(replies(run(...two, ...full, durable(2), timer('heartbeat', 600))[1])).toEqual([]);
  });

  test('closes a session that is silent for too long, and none that is used', () => {
    const idle = run(...ready, timer('heartbeat', 10), timer('heartbeat', 511));
    expect(sent(idle[1]).map(({ message }) => message)).toContainEqual(
      expect.objectContaining({ type: 'accept', value: { type: 'expireSession', session: 1, lastUsed: 1 } }),
    );
    const used = run(
      ...ready,
      timer('heartbeat', 10),
      request(1, 'a', 400),
      durable(),
      timer('heartbeat', 511),
    );
    expect(sent(used[1]).map(({ message }) => message.type)).toEqual(['heartbeat', 'heartbeat']);
  });

  test('does not remember sessions that are not open', () => {
    const stranger = { session: 77, sequence: 1, answered: 0, command: 'a' };
    expect(run(...ready, { type: 'request', request: stranger, now: 5 })[0].seen).toEqual([]);
    expect(run(...ready, request(1, 'a', 5))[0].seen).toEqual([{ session: 1, at: 5 }]);
    const deposed = from(n3, { type: 'refused', ballot: ballot('9.n3') });
    expect(run(...ready, deposed, request(1, 'a', 5))[0].seen).toEqual([]);
  });

  test('tells a client whose change came second that it has no effect', () => {
    const changes = [voters(2, n1, n2, n4), voters(2, n1, n3, n4)].map(
      (configuration) => ({ type: 'configuration', configuration }) as const,
    );
    // It learns in phase 1 that the other change may be decided, after which its client's comes second.
    const higher = { ...ballot('2.n1'), incarnation: 0 };
    const adopted = { slot: slot(1), ballot: ballot('1.n3'), value: changes[0]! };
    const [replica, effects] = run(
      timer('election'),
      from(n2, { ...hearsNone, promised: adopted.ballot } as Message),
      durable(),
      from(n2, { ...promise, ballot: higher, votes: [adopted] }),
      { type: 'configure', configuration: changes[1]!.configuration, now: 0 },
      durable(),
      durable(),
      ...changes.map((value, index) =>
        from(n2, { type: 'accepted', slot: slot(index + 1), ballot: higher, value }),
      ),
    );
    expect(replica.log.configurations).toHaveLength(2);
    expect(replies(effects)).toEqual([{ type: 'rejected', reason: 'outdated', leader: null }]);
  });

  test('leads no more where a new configuration does not have it', () => {
    const change = { type: 'configuration', configuration: voters(2, n2, n3) } as const;
    const [replica] = run(
      ...elected,
      { type: 'configure', configuration: change.configuration, now: 0 },
      durable(),
      from(n2, { type: 'accepted', slot: slot(1), ballot: own, value: change }),
      ...['2 b', '3 c'].map((shown) => from(n3, { type: 'decided', ...decided(shown) })),
    );
    expect(replica.leader).toMatchObject({ phase: 'following', round: 1 });
  });

  test('prepares again for the slots of a new configuration', () => {
    const change = { type: 'configuration', configuration: voters(2, n1, n2, n4) } as const;
    const decisions = ['2 b', '3 c'].map((shown) => from(n3, { type: 'decided', ...decided(shown) }));
    const [replica, effects] = run(
      ...elected,
      { type: 'configure', configuration: change.configuration, now: 0 },
      durable(),
      from(n2, { type: 'accepted', slot: slot(1), ballot: own, value: change }),
      ...decisions,
    );
    expect(replica.leader).toMatchObject({ phase: 'preparing', configuration: 2, from: 4, round: 2 });
    expect(sent(effects).map(({ to }) => to)).toEqual([n2, n4]);
  });
});

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
