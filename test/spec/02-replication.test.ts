/** Chapter 02 has one new idea: a second server that does the same. */
import { describe, expect, test } from 'vitest';
import { agreement, progress } from '#spec/01-one-server/claims.js';
import { theCopiesAgree } from '#spec/02-replication/claims.js';
import { copiesAndClients } from '#spec/02-replication/replication.js';
import { verdictsOf } from '#test/spec/verdicts.js';

describe('chapter 02, replication', () => {
  test.each([
    {
      copies: ['s1', 's2'],
      expected: { progress: 'holds', agreement: 'fails', 'the copies agree': 'fails' },
    },
    { copies: ['s1'], expected: { progress: 'fails', agreement: 'holds', 'the copies agree': 'holds' } },
  ])('buys progress with agreement, one stop allowed ($copies)', async ({ copies, expected }) => {
    const system = copiesAndClients('copies', { copies, stops: 1 });
    expect(await verdictsOf(system, progress, agreement, theCopiesAgree)).toEqual(expected);
  });
});
