/** Chapter 18: its gallery, and a larger instance in which a read is never stale. */
import { describe, expect, test } from 'vitest';
import { explore } from '#model/index.js';
import { aStableLeader } from '#spec/18-a-stable-leader/a-stable-leader.js';
import { agreement, aReadIsNeverStale, atMostOneHoldsALease } from '#spec/18-a-stable-leader/claims.js';
import { gallery } from '#spec/18-a-stable-leader/gallery.js';
import { withLeasesApart } from '#spec/18-a-stable-leader/leases.js';
import { oneAcceptor, sizeInWords, threeAcceptors } from '#spec/18-a-stable-leader/sizes.js';
import { statesWhatFalls } from '#test/spec/gallery.js';

const LIMIT = 120_000;

describe('chapter 18, a stable leader', () => {
  test('claims in each instance that reads are never stale, except where clocks are beyond the bound', () => {
    const stated = aStableLeader.instances
      .slice(0, -gallery.length)
      .map(({ name, claims }) => [
        name,
        claims.find(({ property }) => property.name === aReadIsNeverStale.name)?.expected,
      ]);
    expect(stated).toEqual([
      ['three acceptors', 'holds'],
      ['one acceptor, a longer lease', 'holds'],
      ['messages lost for good', 'holds'],
      ['leases that are given up', 'holds'],
      ['clocks that stand still', 'fails'],
    ]);
  });

  test('holds where a node leads twice, with a lease that still runs', { timeout: LIMIT }, async () => {
    const twice = { ...oneAcceptor, rounds: { n1: 2, n2: 1 } };
    const { states, results } = await explore(withLeasesApart('leads twice', twice), [
      agreement,
      aReadIsNeverStale,
      atMostOneHoldsALease,
    ]);
    expect(states).toBe(788_764);
    expect(results.map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'holds']);
  });
});

describe('the gallery of chapter 18', () => {
  test('has every known mistake with leases that needs neither locks nor changing members', () => {
    expect([...new Set(gallery.map(({ id }) => id))]).toEqual([
      'T1',
      'T2',
      'T4',
      'T5',
      'T12',
      'T13',
      'T14',
      'T17',
    ]);
  });

  statesWhatFalls(aStableLeader);
});

test('sizes are told in words', () => {
  expect(sizeInWords(threeAcceptors)).toBe('3 acceptors, lease 1 + 1, drift 1 + 0');
});
