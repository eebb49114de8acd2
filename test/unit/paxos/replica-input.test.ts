import { describe, expect, test } from 'vitest';
import { configuration, configurationId } from '#src/paxos/configuration.js';
import { InvalidInput } from '#src/paxos/invalid-input.js';
import { replicaOf } from '#src/paxos/replica.js';
import { slot } from '#src/paxos/slot.js';
import { RoundViolation } from '#src/paxos/violation.js';
import { decree, first, n1, n2, n3, n4, slotVote, voters } from './log-words.js';
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
  request,
  run,
  sent,
  step,
  timer,
} from './replica-words.js';
import { ballot, inFull } from './words.js';

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
    [
      'with a round after which no ballot can be made',
      'ballot',
      from(n2, { type: 'refused', ballot: { ...ballot('1.n3'), round: Number.MAX_SAFE_INTEGER } }),
    ],
    [
      'with a promised round that no cluster comes to',
      'ballot',
      from(n2, { ...hearsNone, promised: { ...ballot('1.n3'), round: 2 ** 52 + 1 } } as Message),
    ],
    [
      'with a ballot of its sender that no cluster comes to',
      'ballot',
      from(n2, { type: 'heartbeat', ballot: { ...ballot('1.n2'), round: 2 ** 52 + 1 }, decided: 0 }),
    ],
    [
      'with a ballot of what is no name',
      'ballot',
      from(n2, { type: 'refused', ballot: { round: 1, proposer: ' ' as never } }),
    ],
    ...[-1, 0.5].map(
      (incarnation) =>
        [
          'with a ballot of an incarnation that is none',
          'ballot',
          from(n2, { ...hearsNone, promised: { ...ballot('1.n3'), incarnation } } as Message),
        ] as const,
    ),
    ['that answers another', 'ballot', from(n2, { ...promise, ballot: ballot('1.n3') })],
    ['with slot 0', 'slot', from(n2, { ...prepare, from: 0 as never })],
    [
      'with a slot that is none',
      'slot',
      from(n2, { type: 'decided', slot: 1.5 as never, value: decree('a') }),
    ],
    [
      'with a slot that no log reaches',
      'slot',
      from(n2, { type: 'decided', slot: slot(2 ** 52 + 1), value: decree('a') }),
    ],
    [
      'with decrees after a slot that no log reaches',
      'slot',
      from(n2, { type: 'decrees', after: Number.MAX_SAFE_INTEGER, values: [decree('a')], decided: 1 }),
    ],
    ['with a prefix that is none', 'slot', from(n2, { type: 'catchUp', decided: -1 })],
    ['with votes out of order', 'slot', from(n2, { ...promise, votes: [slotVote('2 0.n2 b'), vote] })],
    ['with votes in its prefix', 'slot', from(n2, { ...promise, decided: 1, votes: [vote] })],
    ['with votes beyond α', 'slot', from(n2, { ...promise, votes: [slotVote('4 1.n1 d')] })],
    ['with a vote above its ballot', 'ballot', from(n2, { ...promise, votes: [vote] })],
    ['with two votes in a slot', 'slot', from(n2, { ...promise, votes: [slotVote('1 1.n1 a'), vote] })],
    ...[0, -1, 0.5].map(
      (round) =>
        [
          'with a vote in a ballot that is none',
          'ballot',
          from(n2, { ...promise, votes: [{ ...vote, ballot: { ...vote.ballot, round } }] }),
        ] as const,
    ),
    [
      'with a vote in a ballot of what is no name',
      'ballot',
      from(n2, { ...promise, votes: [{ ...vote, ballot: { round: 1, proposer: '' as never } }] }),
    ],
    [
      'with a grant in a ballot that is none',
      'ballot',
      from(n2, { ...promise, grants: [{ holder: n3, ballot: ballot('0.n3'), remainingMs: 1 }] }),
    ],
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
    ['with a poll’s prefix that is none', 'slot', from(n2, { type: 'poll', decided: -1 })],
    ['with a reader’s prefix that is none', 'slot', from(n2, { type: 'frontier', read: 1, last: -1 })],
    ...[
      { after: -1, decided: 2 },
      { after: 0, decided: -1 },
    ].map(
      (told) =>
        [
          'with decrees after a slot that is none',
          'slot',
          from(n2, { type: 'decrees', values: [], ...told }),
        ] as const,
    ),
    [
      'with a snapshot through slot 0',
      'slot',
      from(n2, { type: 'snapshot', snapshot: { through: 0, state: [], sessions: [], configurations: [] } }),
    ],
    [
      'with a snapshot after which nobody governs',
      'configuration',
      from(n2, {
        type: 'snapshot',
        snapshot: { through: slot(1), state: [], sessions: [], configurations: [] },
      }),
    ],
    ...[
      [{ from: slot(4), configuration: first }],
      [
        { from: slot(1), configuration: first },
        { from: slot(1), configuration: voters(2, n1) },
      ],
      [
        { from: slot(1), configuration: voters(2, n1) },
        { from: slot(3), configuration: first },
      ],
    ].map(
      (configurations) =>
        [
          'with a snapshot whose configurations do not follow each other from its slot on',
          'configuration',
          from(n2, { type: 'snapshot', snapshot: { through: 2, state: [], sessions: [], configurations } }),
        ] as const,
    ),
    ['with request 0', 'value', request(0, 'a')],
    ...[
      { session: 0, sequence: 1, answered: 0 },
      { session: 1, sequence: 1, answered: -1 },
      { session: 1, sequence: 1, answered: 1 },
      { session: 1, sequence: 1.5, answered: 0 },
    ].map(
      (counted) =>
        [
          'with a request out of count',
          'value',
          { type: 'request', request: { ...counted, command: 'a' }, now: 0 },
        ] as const,
    ),
    ['of an earlier time', 'time', timer('election', -1)],
    ['that acknowledges nothing', 'acknowledgement', durable()],
  ];

  test.each(refused)('%s is refused as a matter of %s', (_, reason, input) => {
    const [replica] = run(...(JSON.stringify(input).includes('"promise"') ? elected.slice(0, 3) : []));
    const before = JSON.stringify(replica);
    expect(() => step(replica, input)).toThrow(InvalidInput);
    expect(() => step(replica, input)).toThrow(expect.objectContaining({ reason, account: inFull }));
    expect(JSON.stringify(replica)).toBe(before);
  });

  test('an acknowledgement that comes twice is refused, though another persist is under way', () => {
    const accept = (shown: string) =>
      from(n2, { type: 'accept', ...slotVote(shown), configuration: configurationId(1) });
    const [replica] = run(accept('1 1.n2 a'), durable(1, 0), accept('2 1.n2 b'));
    const before = JSON.stringify(replica);
    expect(() => step(replica, durable(1, 0))).toThrow(InvalidInput);
    expect(() => step(replica, durable(1, 0))).toThrow(
      expect.objectContaining({ reason: 'acknowledgement', account: inFull }),
    );
    expect(JSON.stringify(replica)).toBe(before);
    expect(step(replica, durable(1, 1))[0].durability.pending).toBe(0);
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
    const [preparing, asked] = watched.step(replica, timer('election'));
    expect(sent(asked)).toEqual([]);
    const [, effects] = watched.step(preparing, durable());
    expect(sent(effects).map(({ to, message }) => [to, message.type])).toEqual([[n2, 'heartbeat']]);
  });

  test('a promise with a grant that may be, or with a vote in the last slot in reach, is counted', () => {
    const grants = [0, 50].map((remainingMs) => ({ holder: n3, ballot: ballot('1.n3'), remainingMs }));
    const votes = [slotVote('3 1.n2 c')];
    const second = { ...own, round: 2 };
    const preparing = [timer('election'), from(n2, { ...hearsNone, promised: ballot('1.n2') } as Message)];
    for (const told of [{ grants }, { votes }]) {
      const promised = from(n2, { ...promise, ballot: second, ...told });
      expect(run(...preparing, durable(), promised)[0].leader.phase).toBe('leading');
    }
  });

  test('a member has ballots while it votes in any configuration that is known', () => {
    const members = [n1, n2, n3].map(
      (id) => ({ id, incarnation: 0, part: id === n2 ? 'observer' : 'voter' }) as const,
    );
    const change = configuration({ id: configurationId(2), members });
    const value = { type: 'configuration', configuration: change } as const;
    const [, effects] = run(
      from(n3, { type: 'decided', slot: slot(1), value }),
      from(n2, { ...prepare, from: slot(2) }),
    );
    expect(sent(effects)).toMatchObject([{ to: n2, message: { type: 'promise' } }]);
  });

  test('the highest ballot that may be heard of leaves room for the next one', () => {
    const highest = { ...ballot('1.n3'), round: 2 ** 52 };
    const inputs = [timer('election'), from(n3, { ...hearsNone, promised: highest } as Message)];
    expect(run(...inputs)[0].leader).toMatchObject({ phase: 'preparing', round: 2 ** 52 + 1 });
  });

  test('a ballot that was heard of may be of a proposer that is not known here: of a member that was removed, or is not known to be added yet', () => {
    for (const proposer of [n4, n3]) {
      const told = from(n2, { type: 'refused', ballot: { round: 2, proposer, incarnation: 7 } });
      expect(run(told)[0].leader.heard).toMatchObject({ proposer, incarnation: 7 });
    }
  });

  test('one that shows a forgotten round stops the node', () => {
    const later = from(n2, { type: 'refused', ballot: { ...own, round: 9 } });
    expect(() => run(later)).toThrow(RoundViolation);
    expect(() => run(later)).toThrow('a disk that was restored from an older copy');
    expect(() => run(later)).toThrow(expect.objectContaining({ account: inFull }));
    const inFirstLife = from(n2, { type: 'refused', ballot: { ...ballot('9.n1') } });
    expect(() => run(inFirstLife)).toThrow(RoundViolation);
    const inAnotherLife = from(n2, { type: 'refused', ballot: { ...own, round: 9, incarnation: 1 } });
    expect(run(inAnotherLife)[0].leader.heard).toMatchObject({ round: 9, incarnation: 1 });
  });
});
