import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startAcceptor } from '#src/paxos/acceptor.js';
import { nodeId } from '#src/paxos/node-id.js';
import { startProposer } from '#src/paxos/proposer.js';
import { aRun, type Run } from '#test/conformance/at-random.js';
import { compareAll } from '#test/conformance/compare-all.js';
import { formatDifference } from '#test/conformance/difference.js';
import { aCostume, disguise } from '#test/conformance/disguise.js';
import { frozenCopy } from '#test/conformance/frozen.js';
import { comparers, mappings, type Roles } from '#test/conformance/tie.js';

const roles: readonly (keyof Roles)[] = ['acceptor', 'proposer', 'learner'];

describe('any restart is one of production', () => {
  const aState = (role: keyof Roles) =>
    fc.tuple(aRun(role), aCostume(role)).map(([{ instance, pairs }, costume]) => {
      const { id, before } = pairs.at(-1)!;
      return { id, before, instance, worn: disguise(costume)(pairs.at(-1)!) };
    });

  test('an acceptor is where it was, whatever its rounds and values', () => {
    fc.assert(
      fc.property(aState('acceptor'), ({ before, instance, worn }) => {
        const [state] = mappings(instance).acceptor.concretise(before);
        const record = worn(state!);
        expect(startAcceptor(frozenCopy(record))).toStrictEqual(record);
      }),
    );
  });

  test('a proposer is idle, and knows its round, however large it is', () => {
    fc.assert(
      fc.property(aState('proposer'), ({ id, before, instance, worn }) => {
        const { concretise, durable } = mappings(instance).proposer;
        const { quorums } = instance;
        const record = worn(durable(concretise(before)[0]!));
        const idle = { id, quorums, round: record.round, phase: 'idle', request: null };
        expect(startProposer({ id: nodeId(id), quorums, record: frozenCopy(record) })).toStrictEqual(idle);
      }),
    );
  });
});

describe.each(roles)('any transition of a role of any Synod is one of production (%s)', (role) => {
  test('with any number of acceptors, quorums of any size, any names, and strangers', () => {
    fc.assert(
      fc.property(aRun(role), ({ instance, pairs }) => {
        const { differences } = compareAll(pairs, comparers(instance));
        if (differences[0]) throw new Error(formatDifference(differences[0]));
      }),
      { numRuns: 200 },
    );
  });

  test('with rounds beyond 32 bits and near the last, far apart, and with values that are bytes or plain data', () => {
    fc.assert(
      fc.property(aRun(role), aCostume(role), ({ instance, pairs }, costume) => {
        const variant = { disguise: disguise(costume) };
        const { differences } = compareAll(pairs, comparers(instance, variant));
        if (differences[0]) throw new Error(formatDifference(differences[0]));
      }),
      { numRuns: 200 },
    );
  });

  test('and they meet what they are to meet', () => {
    const seen = new Set(fc.sample(aRun(role), 300).flatMap(happenings));
    expect(expected[role].filter((happening) => !seen.has(happening))).toEqual([]);
  });
});

/** Without these, the claims above could hold because nothing happens. */
const expected: Readonly<Record<keyof Roles, readonly string[]>> = {
  acceptor: ['sends promise', 'sends accepted', 'throws BallotViolation', 'nothing'],
  proposer: [
    'sends prepare',
    'sends accept',
    'sends accept, after three reports or more',
    'throws BallotViolation',
    'a stranger is left alone',
    'nothing',
  ],
  learner: [
    'sends decided',
    'throws BallotViolation',
    'throws AgreementViolation',
    'a stranger is left alone',
    'nothing',
  ],
};

function happenings({ role, instance, pairs }: Run): readonly string[] {
  const mapping = mappings(instance)[role];
  return pairs.flatMap((pair) => {
    const before = mapping.concretise(pair.before);
    const deviations = before.map((state) => mapping.deviate?.(pair, state as never));
    const thrown = deviations.flatMap((one) => (one && 'throws' in one ? [`throws ${one.throws}`] : []));
    if (deviations.some((one) => one && 'after' in one)) return ['a stranger is left alone'];
    if (thrown.length > 0) return thrown;
    const { promises = [] } = pair.before.context as { readonly promises?: readonly unknown[] };
    const sent = pair.sent.map(({ type }) => `sends ${type}`);
    return [
      ...(sent.length > 0 ? sent : ['nothing']),
      ...(promises.length > 1 ? sent.map((one) => `${one}, after three reports or more`) : []),
    ];
  });
}
