/** Chapter 18 with three acceptors: with a longer lease, to the end, and with the mistakes that its gallery has with one. */
import { describe, expect, test } from 'vitest';
import { explore } from '#model/index.js';
import { forgetsItsGrant, promisesAllTheSame } from '#spec/18-a-stable-leader/ablations/acceptors.js';
import { answersTooEarly, countsFromTheReply } from '#spec/18-a-stable-leader/ablations/replicas.js';
import { agreement, aReadIsNeverStale, atMostOneHoldsALease } from '#spec/18-a-stable-leader/claims.js';
import { withLeases } from '#spec/18-a-stable-leader/leases.js';
import type { LeaseSize } from '#spec/18-a-stable-leader/size.js';
import { threeAcceptors } from '#spec/18-a-stable-leader/sizes.js';

test('with a lease of two ticks all holds with three acceptors', { timeout: 600_000 }, async () => {
  const found = await explore(withLeases('a longer lease', { ...threeAcceptors, lease: 2 }), [
    agreement,
    aReadIsNeverStale,
    atMostOneHoldsALease,
  ]);
  expect(found).toMatchObject({ complete: true, states: 4_609_664, transitions: 37_119_403, depth: 36 });
  expect(found.results.map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'holds']);
});

describe('with three acceptors a read is stale as well', () => {
  const longer: LeaseSize = { ...threeAcceptors, lease: 2 };
  test.each([
    ['T1', longer, { replica: countsFromTheReply }, 17],
    ['T2', threeAcceptors, { acceptor: promisesAllTheSame }, 14],
    ['T5, no margin', { ...threeAcceptors, margin: 0 }, {}, 15],
    ['T5, beyond the bound', { ...threeAcceptors, drift: { misses: 2, gains: 0 } }, {}, 16],
    ['T12', threeAcceptors, { acceptor: forgetsItsGrant }, 15],
    ['T13', threeAcceptors, { replica: answersTooEarly }, 14],
  ])('%s', { timeout: 600_000 }, async (name, size, mistaken, length) => {
    const { results } = await explore(withLeases(name, size, mistaken), [aReadIsNeverStale]);
    expect(results[0]).toMatchObject({ verdict: 'fails' });
    expect(results[0]!.trace!.steps.length + 1).toBe(length);
  });
});
