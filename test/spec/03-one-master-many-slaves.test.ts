/** Chapter 03 has one new idea: only the master decides. */
import { describe, expect, test } from 'vitest';
import { agreement } from '#spec/01-one-server/claims.js';
import {
  decisionsAreCopiedUnderStrongFairness,
  progressUnderStrongFairness,
  theCopiesAgree,
} from '#spec/03-one-master-many-slaves/claims.js';
import { masterAndSlaves } from '#spec/03-one-master-many-slaves/one-master.js';
import { serverMachine } from '#spec/03-one-master-many-slaves/server.js';
import { verdictsOf } from '#test/spec/verdicts.js';

describe('chapter 03, one master and many slaves', () => {
  test('loses agreement, as chapter 02 did, where slaves decide too', async () => {
    const slave = serverMachine.provide({ guards: { isMaster: () => true } });
    const system = masterAndSlaves('slaves decide too', { slave });
    expect(await verdictsOf(system, agreement, theCopiesAgree)).toEqual({
      agreement: 'fails',
      'the copies agree': 'fails',
    });
  });

  test('loses progress to nothing but the loss of messages', async () => {
    expect(
      await verdictsOf(
        masterAndSlaves('no loss'),
        progressUnderStrongFairness,
        decisionsAreCopiedUnderStrongFairness,
      ),
    ).toEqual({
      'progress, under strong fairness': 'holds',
      'decisions are copied, under strong fairness': 'holds',
    });
  });
});
