/** Chapter 18 with three acceptors and a longer lease, to the end. */
import { expect, test } from 'vitest';
import { explore } from '#model/index.js';
import { agreement, aReadIsNeverStale, atMostOneHoldsALease } from '#spec/18-a-stable-leader/claims.js';
import { withLeases } from '#spec/18-a-stable-leader/leases.js';
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
