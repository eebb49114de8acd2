import { describe, expect, test } from 'vitest';
import { type Configuration, configuration, configurationId } from '#src/paxos/configuration.js';
import { InvalidInput } from '#src/paxos/invalid-input.js';
import { replicaOf } from '#src/paxos/replica.js';
import { slot } from '#src/paxos/slot.js';
import { first, n1, n2, n3, n4, voters } from './log-words.js';
import { from, type Input, options, run, type State, step } from './replica-words.js';
import { inFull } from './words.js';

/** Configurations of n1 to n4 that cannot be: what is wrong, and which field is named. */
const flawed: readonly (readonly [string, string, (right: Configuration) => Configuration])[] = [
  ['no members', 'in members at least one voter', (right) => ({ ...right, members: [] })],
  [
    'a member that is named twice',
    'in members each member named once',
    (right) => ({ ...right, members: [...right.members, right.members[0]!] }),
  ],
  [
    'a member without a name',
    'in members names of nodes',
    (right) => ({ ...right, members: right.members.map((each) => ({ ...each, id: 'a b' as never })) }),
  ],
  [
    'half an incarnation',
    'in members incarnations that are whole numbers from 0',
    (right) => ({ ...right, members: right.members.map((each) => ({ ...each, incarnation: 0.5 })) }),
  ],
  [
    'a member that takes no part',
    'in members as part voter or observer',
    (right) => ({
      ...right,
      members: right.members.map((each) => ({ ...each, part: 'king' as never })),
    }),
  ],
  [
    'a voter that is no acceptor',
    'as quorums.acceptors the voters n1, n2, n3, n4',
    (right) => ({ ...right, quorums: { acceptors: [n1, n2, n3], phase1: 2, phase2: 2 } }),
  ],
  [
    'an acceptor that is no voter',
    'as quorums.acceptors the voters n1, n2, n3, n4',
    (right) => ({
      ...right,
      quorums: { acceptors: [n1, n2, n3, n4, 'n5' as never], phase1: 3, phase2: 3 },
    }),
  ],
  [
    'an acceptor that is named twice',
    'in quorums each acceptor named once',
    (right) => ({ ...right, quorums: { acceptors: [n1, n1, n2, n3, n4], phase1: 3, phase2: 3 } }),
  ],
  [
    'a quorum of nobody',
    'in quorums sizes between 1 and the number of acceptors, 4',
    (right) => ({ ...right, quorums: { ...right.quorums, phase1: 0, phase2: 4 } }),
  ],
  [
    'quorums that can miss each other',
    'in quorums phase1 + phase2 above the number of acceptors, 4',
    (right) => ({ ...right, quorums: { ...right.quorums, phase1: 2, phase2: 2 } }),
  ],
];

describe('a configuration', () => {
  const member = { id: n1, incarnation: 0, part: 'voter' } as const;
  const id = configurationId(1);

  test.each([
    [[member, member], 'each member named once'],
    [[{ ...member, id: 'a b' as never }], 'names of nodes'],
    [[{ ...member, part: 'observer' as const }], 'at least one voter'],
    [[{ ...member, incarnation: -1 }], 'incarnations that are whole numbers'],
    [[member, { ...member, id: n2, incarnation: -1 }], 'incarnations that are whole numbers'],
  ])('is not made of %j', (members, message) => {
    expect(() => configuration({ id, members })).toThrow(message);
  });

  test('has a number from 1', () => {
    expect(() => configurationId(0)).toThrow('a whole number from 1');
  });
});

describe('a first configuration', () => {
  test.each(flawed)('is not one with %s', (_, field, change) => {
    const founding = { ...options, configuration: change(voters(1, n1, n2, n3, n4)) };
    expect(() => replicaOf<string, State, number>(founding)).toThrow(RangeError);
    expect(() => replicaOf<string, State, number>(founding)).toThrow(`expected ${field}`);
  });

  test('is not one without a number', () => {
    const founding = { ...options, configuration: { ...first, id: 0 as never } };
    expect(() => replicaOf<string, State, number>(founding)).toThrow('as id a whole number from 1');
  });

  test('has quorums of any size, as long as they meet', () => {
    const configuration = voters(1, n1, n2, n3, n4);
    const flexible = { ...configuration, quorums: { ...configuration.quorums, phase1: 3, phase2: 2 } };
    expect(() => replicaOf<string, State, number>({ ...options, configuration: flexible })).not.toThrow();
  });
});

describe('a change of members', () => {
  const inputs = (change: Configuration): readonly Input[] => [
    { type: 'configure', configuration: change, now: 0 },
    from(n2, { type: 'decided', slot: slot(1), value: { type: 'configuration', configuration: change } }),
    from(n2, {
      type: 'snapshot',
      snapshot: {
        through: slot(5),
        state: [],
        sessions: [],
        configurations: [{ from: slot(6), configuration: change }],
      },
    }),
  ];

  test.each(flawed)('is refused with %s, as an input, as a decree and in a snapshot', (_, field, change) => {
    const [replica] = run();
    const before = JSON.stringify(replica);
    for (const input of inputs(change(voters(2, n1, n2, n3, n4)))) {
      expect(() => step(replica, input)).toThrow(InvalidInput);
      expect(() => step(replica, input)).toThrow(
        expect.objectContaining({ reason: 'configuration', account: inFull }),
      );
      expect(() => step(replica, input)).toThrow(`a configuration that has ${field}`);
    }
    expect(JSON.stringify(replica)).toBe(before);
  });
});
