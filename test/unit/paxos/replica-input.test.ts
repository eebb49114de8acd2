import { describe, expect, test } from 'vitest';
import { configuration, configurationId } from '#src/paxos/configuration.js';
import { InvalidInput } from '#src/paxos/invalid-input.js';
import { limits } from '#src/paxos/limits.js';
import { nothingKept } from '#src/paxos/record.js';
import { replicaOf } from '#src/paxos/replica.js';
import { slot } from '#src/paxos/slot.js';
import { ProtocolViolation, RecordViolation } from '#src/paxos/violation.js';
import { decided, decree, first, n1, n2, n3, n4, slotVote, voters } from './log-words.js';
import {
  durable,
  elected,
  few,
  from,
  hearsNone,
  type Input,
  type Message,
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

describe('a replica with as many persists under way as it may have', () => {
  const vote = (at: number): Input =>
    from(n2, { type: 'accept', ...slotVote(`${at} 1.n2 a`), configuration: configurationId(1) });
  const full = [vote(1), vote(2), vote(3)];
  const leading = [
    ...ready,
    ...['2 b', '3 c', '4 d'].map((shown) => from(n2, { type: 'decided', ...decided(shown) })),
  ];

  test('takes messages for lost, tells clients, and lets timers run again', () => {
    const [before] = run(...full);
    expect(run(...full, from(n2, { type: 'decided', ...decided('1 a') }))).toEqual([before, []]);
    expect(replies(run(...leading, request(1, 'a'))[1])).toMatchObject([{ reason: 'busy' }]);
    const alone = replicaOf<string, State, number>({
      ...options,
      configuration: configuration({
        id: configurationId(1),
        members: [
          { id: n1, incarnation: 0, part: 'voter' },
          { id: n2, incarnation: 0, part: 'observer' },
        ],
      }),
      limits: { ...few, persistsMax: 1 },
    });
    const told = alone.step(alone.start()[0], from(n2, { type: 'decided', ...decided('1 a') }))[0];
    expect(alone.step(told, timer('election'))[1]).toMatchObject([{ type: 'setTimer', timer: 'election' }]);
    expect(
      run(...full, durable(2), from(n2, { type: 'decided', ...decided('1 a') }))[0].executed.through,
    ).toBe(1);
  });

  test('lets through what asks for none: a leader is heard, and heard of, however slow the disk is', () => {
    const beat = from(n2, { type: 'heartbeat', ballot: ballot('1.n2'), decided: 0 });
    const [replica, effects] = run(...full, timer('election'), beat);
    expect(replica.election.hears).toBe(n2);
    expect(sent(effects).map(({ message }) => message.type)).toEqual(['heard']);
    expect(sent(run(...leading, timer('heartbeat'))[1]).map(({ message }) => message.type)).toEqual([
      'heartbeat',
      'heartbeat',
    ]);
  });
});

describe('an input that no sound caller or member gives', () => {
  const prepare = {
    type: 'prepare',
    ballot: ballot('1.n2'),
    from: slot(1),
    configuration: configurationId(1),
  } as const;
  const vote = slotVote('1 1.n2 a');
  const refused: readonly (readonly [string, string, Input])[] = [
    ['of a stranger', 'stranger', from(n4, prepare)],
    ['of itself', 'stranger', from(n1, { type: 'poll', decided: 0 })],
    ['with another’s ballot', 'ballot', from(n3, prepare)],
    [
      'of a proposer’s other life',
      'ballot',
      from(n2, { ...prepare, ballot: { ...ballot('1.n2'), incarnation: 3 } }),
    ],
    ['with round 0', 'ballot', from(n2, { ...prepare, ballot: ballot('0.n2') })],
    ['with half a round', 'ballot', from(n2, { type: 'refused', ballot: { ...ballot('1.n2'), round: 1.5 } })],
    ['with a ballot of nobody', 'ballot', from(n2, { ...hearsNone, promised: ballot('-1.n2') } as Message)],
    ['that answers another', 'ballot', from(n2, { ...promise, ballot: ballot('1.n3') })],
    ['with slot 0', 'slot', from(n2, { ...prepare, from: 0 as never })],
    [
      'with a slot that is none',
      'slot',
      from(n2, { type: 'decided', slot: 1.5 as never, value: decree('a') }),
    ],
    ['with a prefix that is none', 'slot', from(n2, { type: 'catchUp', decided: -1 })],
    ['with votes out of order', 'slot', from(n2, { ...promise, votes: [slotVote('2 0.n2 b'), vote] })],
    ['with votes in its prefix', 'slot', from(n2, { ...promise, decided: 1, votes: [vote] })],
    ['with votes beyond α', 'slot', from(n2, { ...promise, votes: [slotVote('4 1.n1 d')] })],
    ['with a vote above its ballot', 'ballot', from(n2, { ...promise, votes: [vote] })],
    [
      'with a grant that cannot be',
      'value',
      from(n2, { ...promise, grants: [{ holder: n3, ballot: own, remainingMs: -1 }] }),
    ],
    [
      'under another configuration',
      'configuration',
      from(n2, { ...prepare, configuration: configurationId(2) }),
    ],
    [
      'that skips a configuration',
      'configuration',
      { type: 'configure', configuration: voters(3, n1), now: 0 },
    ],
    ['with request 0', 'value', request(0, 'a')],
    ['of an earlier time', 'time', timer('election', -1)],
    ['that acknowledges nothing', 'acknowledgement', durable()],
  ];

  test.each(refused)('%s is refused as a matter of %s', (_, reason, input) => {
    const [replica] = run(...(JSON.stringify(input).includes('"promise"') ? elected.slice(0, 3) : []));
    const before = JSON.stringify(replica);
    expect(() => step(replica, input)).toThrow(InvalidInput);
    expect(() => step(replica, input)).toThrow(expect.objectContaining({ reason }));
    expect(JSON.stringify(replica)).toBe(before);
  });

  test('an observer has no ballots, and hears of decisions', () => {
    const members = [n1, n2].map(
      (id) => ({ id, incarnation: 0, part: id === n1 ? 'voter' : 'observer' }) as const,
    );
    const watched = replicaOf({
      ...options,
      configuration: configuration({ id: configurationId(1), members }),
    });
    const [replica] = watched.start();
    expect(() => watched.step(replica, from(n2, prepare))).toThrow('an observer that prepares');
    const [preparing] = watched.step(replica, timer('election'));
    const [, effects] = watched.step(preparing, durable());
    expect(sent(effects).map(({ to, message }) => [to, message.type])).toEqual([[n2, 'heartbeat']]);
  });

  test('a promise with a grant that may be is counted', () => {
    const grants = [{ holder: n3, ballot: ballot('1.n3'), remainingMs: 50 }];
    expect(run(...elected.slice(0, 3), from(n2, { ...promise, grants }))[0].leader.phase).toBe('leading');
  });

  test('one that shows a forgotten round stops the node', () => {
    const later = from(n2, { type: 'refused', ballot: { ...own, round: 9 } });
    expect(() => run(later)).toThrow(ProtocolViolation);
    expect(() => run(later)).toThrow('a disk that was restored from an older copy');
  });
});

describe('a replica starts from what it kept', () => {
  const kept = nothingKept<string, State, number>({ alpha: 3, configuration: first });

  test.each([
    ['another α', { ...kept, log: { ...kept.log, alpha: 4 } }, 'a log with α 3'],
    [
      'no snapshot for what was left out',
      { ...kept, log: { ...kept.log, base: 2 } },
      'a snapshot through slot 2',
    ],
  ])('and not with %s', (_, wrong, message) => {
    expect(() => start(wrong)).toThrow(RecordViolation);
    expect(() => start(wrong)).toThrow(message);
  });

  test('and not in another life than its member’s', () => {
    const again = replicaOf({ ...options, incarnation: 1 });
    expect(() => again.start()).toThrow('incarnation 0 of n1, which is the member');
  });
});

describe('limits', () => {
  test.each([
    [{ alpha: 0 }, 'alpha to be a whole number from 1'],
    [{ alpha: 2, proposalsMax: 3 }, 'proposalsMax to be at most alpha, 2'],
    [{ heartbeatMs: 1000 }, 'heartbeatMs to be below electionMs, 1000'],
  ])('that do not go together are refused (%j)', (given, message) => {
    expect(() => limits(given)).toThrow(message);
  });
});

describe('a configuration', () => {
  const member = { id: n1, incarnation: 0, part: 'voter' } as const;
  const id = configurationId(1);

  test.each([
    [[member, member], 'each member named once'],
    [[{ ...member, part: 'observer' as const }], 'at least one voter'],
    [[{ ...member, incarnation: -1 }], 'incarnations that are whole numbers'],
  ])('is not made of %j', (members, message) => {
    expect(() => configuration({ id, members })).toThrow(message);
  });

  test('has a number from 1', () => {
    expect(() => configurationId(0)).toThrow('a whole number from 1');
  });
});
