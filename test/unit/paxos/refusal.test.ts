import { describe, expect, test } from 'vitest';
import { startAcceptor, stepAcceptor } from '#src/paxos/acceptor.js';
import { InvalidInput } from '#src/paxos/invalid-input.js';
import { startLearner, stepLearner } from '#src/paxos/learner.js';
import { startProposer, stepProposer } from '#src/paxos/proposer.js';
import { a1, ballot, inFull, ofThree, p1, vote } from './words.js';

type Step = (message: unknown) => unknown;

/** The roles, each given a message that the types do not allow. */
const roles: Readonly<Record<'acceptor' | 'proposer' | 'learner', Step>> = {
  acceptor: (message) => stepAcceptor(startAcceptor(), arriving(message)),
  proposer: (message) => stepProposer(startProposer({ id: p1, quorums: ofThree }), arriving(message)),
  learner: (message) => stepLearner(startLearner({ quorums: ofThree }), arriving(message)),
};

function arriving(message: unknown): never {
  return { type: 'message', from: a1, message } as never;
}

const impossible = [
  ['none', undefined],
  ['round 0', { round: 0, proposer: p1 }],
  ['a negative round', { round: -1, proposer: p1 }],
  ['half a round', { round: 1.5, proposer: p1 }],
  ['a round that is no number', { round: Number.NaN, proposer: p1 }],
  ['a round beyond the safe integers', { round: 2 ** 53, proposer: p1 }],
  ['a round without end', { round: Number.POSITIVE_INFINITY, proposer: p1 }],
  ['a round that is a text', { round: '1', proposer: p1 }],
  ['a proposer without a name', { round: 1, proposer: '' }],
  ['no proposer', { round: 1 }],
] as const;

const withBallot = [
  ['acceptor', 'prepare', {}],
  ['acceptor', 'accept', { value: 'olives' }],
  ['learner', 'accepted', { value: 'olives' }],
  ['proposer', 'promise', { vote: null }],
] as const;

describe('a message with an impossible ballot is refused', () => {
  test.each(
    withBallot.flatMap(([role, type, rest]) =>
      impossible.map(([what, ballot]) => [type, what, roles[role], { type, ballot, ...rest }] as const),
    ),
  )('%s (%s)', (_, __, step, message) => {
    expect(() => step(message)).toThrow(InvalidInput);
    expect(() => step(message)).toThrow(expect.objectContaining({ reason: 'ballot', account: inFull }));
    expect(() => step(message)).toThrow('expected a ballot with a round that is a whole number from 1');
  });

  test.each(impossible)('promise of a vote (%s)', (_, reported) => {
    const promise = { type: 'promise', ballot: ballot('2.p1'), vote: { ballot: reported, value: 'olives' } };
    expect(() => roles.proposer(promise)).toThrow(expect.objectContaining({ reason: 'ballot' }));
    expect(() => roles.proposer(promise)).toThrow('in the reported vote, or null for no vote');
  });

  test.each(['2.p1', '2.p2', '3.p1'])('promise of a vote that is not below it (2.p1 and %s)', (shown) => {
    const promise = { type: 'promise', ballot: ballot('2.p1'), vote: vote(shown, 'olives') };
    expect(() => roles.proposer(promise)).toThrow(expect.objectContaining({ reason: 'ballot' }));
    expect(() => roles.proposer(promise)).toThrow(
      'expected a reported vote in a ballot below the promised one',
    );
  });
});

describe('a message of a type that the role does not know is refused', () => {
  const types = [
    'request',
    'prepare',
    'promise',
    'accept',
    'accepted',
    'decided',
    'toString',
    'nack',
    undefined,
  ];
  const known = { acceptor: ['prepare', 'accept'], proposer: ['request', 'promise'], learner: ['accepted'] };

  test.each(
    (Object.keys(known) as (keyof typeof known)[]).flatMap((role) =>
      types.filter((type) => !known[role].includes(type as never)).map((type) => [role, type] as const),
    ),
  )('%s, %s', (role, type) => {
    const message = { type, ballot: ballot('1.p1'), value: 'olives', vote: null };
    expect(() => roles[role](message)).toThrow(InvalidInput);
    expect(() => roles[role](message)).toThrow(expect.objectContaining({ reason: 'message' }));
    expect(() => roles[role](message)).toThrow(
      `expected a message of type ${known[role].join(' or ')}; got {`,
    );
  });

  test.each([null, undefined, 'prepare', 7])('%j, which is no message', (message) => {
    for (const step of Object.values(roles)) expect(() => step(message)).toThrow(InvalidInput);
  });
});
