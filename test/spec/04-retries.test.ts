/** Chapter 04 has one new idea: whoever waits tries again. */
import { describe, expect, test } from 'vitest';
import { agreement } from '#spec/01-one-server/claims.js';
import {
  decisionsAreCopiedUnderStrongFairness,
  progressUnderStrongFairness,
} from '#spec/04-retries/claims.js';
import { clientMachine } from '#spec/04-retries/client.js';
import { thoseWhoTryAgain } from '#spec/04-retries/retries.js';
import { serverMachine } from '#spec/04-retries/server.js';
import { verdictsOf } from '#test/spec/verdicts.js';

const server = serverMachine.provide({ guards: { mustWriteAgain: () => false } });
const client = clientMachine.provide({ guards: { isWaiting: () => false } });

describe('chapter 04, retries', () => {
  test.each([
    { who: 'nobody', machines: { server, client }, progress: 'fails', copied: 'fails' },
    { who: 'only the clients', machines: { server }, progress: 'holds', copied: 'fails' },
    { who: 'only the master', machines: { client }, progress: 'fails', copied: 'holds' },
    { who: 'everybody who waits', machines: {}, progress: 'holds', copied: 'holds' },
  ])('makes progress as far as somebody tries again ($who)', async ({ machines, progress, copied }) => {
    const system = thoseWhoTryAgain('retries', machines);
    expect(
      await verdictsOf(system, agreement, progressUnderStrongFairness, decisionsAreCopiedUnderStrongFairness),
    ).toEqual({
      agreement: 'holds',
      'progress, under strong fairness': progress,
      'decisions are copied, under strong fairness': copied,
    });
  });
});
