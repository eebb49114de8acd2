import { describe, expect, test } from 'vitest';
import { InvalidInput } from '#src/paxos/invalid-input.js';
import { slot } from '#src/paxos/slot.js';
import { decided, decree, n1, n2, n3, n4, voters } from './log-words.js';
import {
  durable,
  elected,
  from,
  hearsNone,
  type Input,
  type Message,
  own,
  promise,
  type Run,
  ready,
  replies,
  request,
  run,
  sent,
  step,
  timer,
} from './replica-words.js';
import { ballot } from './words.js';

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
