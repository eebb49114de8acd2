/** Chapter 05 has one new idea, promotion, and three rules that make it safe. */
import { describe, expect, test } from 'vitest';
import { agreement } from '#spec/01-one-server/claims.js';
import { credulousSuccessor, replicatesFirst } from '#spec/05-promotion/attempts.js';
import { progressOnceDetected } from '#spec/05-promotion/claims.js';
import { serverMachine } from '#spec/05-promotion/server.js';
import { successors } from '#spec/05-promotion/system.js';
import { verdictsOf } from '#test/spec/verdicts.js';

describe('chapter 05, promotion', () => {
  test('loses progress, and stays safe, where no slave is promoted', async () => {
    const server = serverMachine.provide({
      guards: { isNext: ({ context: { id, servers } }) => id === servers[0] },
    });
    expect(await verdictsOf(successors('no promotion', { server }), progressOnceDetected, agreement)).toEqual(
      {
        'progress, if the detector speaks': 'fails',
        agreement: 'holds',
      },
    );
  });

  test.each([
    [
      'waiting for every slave alive',
      serverMachine.provide({ guards: { everySlaveAliveHasIt: () => true } }),
    ],
    ['refusing lower ranks', replicatesFirst],
    ['replicating before a successor answers', credulousSuccessor],
  ])('loses agreement without one rule (%s)', async (_, server) => {
    expect(await verdictsOf(successors('one rule less', { server }), agreement)).toEqual({
      agreement: 'fails',
    });
  });
});
