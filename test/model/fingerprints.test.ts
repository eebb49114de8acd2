/** Fingerprints are as good as if drawn by chance: two states share one as often as computed, and searches fall short as often. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Draw, Fingerprints } from '#model/fingerprints.js';
import { Search } from '#model/search/search.js';
import { Layout } from '#model/state/layout.js';
import type { AnySystem } from '#model/system/system.js';
import { chapters } from '#spec/index.js';
import { wide } from '#test/model/wide.js';

const UNBOUNDED = { maxStates: Number.POSITIVE_INFINITY, maxMemory: Number.POSITIVE_INFINITY };
const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);

function searched(system: AnySystem, draw?: Draw): Search {
  const fingerprints = draw && new Fingerprints(draw);
  const search = new Search(system, [], UNBOUNDED, false, undefined, fingerprints);
  while (search.advance(Number.POSITIVE_INFINITY));
  return search;
}

const ofTheBook = chapters
  .find(({ id }) => id.startsWith('02'))!
  .instances.find(({ name }) => name === 'two copies, two clients')!.system;
const systems: readonly (readonly [string, AnySystem])[] = [
  ['of the book', ofTheBook],
  ['with wide rows', wide(3, 8, 3) as AnySystem],
];

describe.each(systems)('the states of a system %s', (_, system) => {
  const { rows, layout } = searched(system);
  const states = Array.from({ length: rows.count }, (_, state) => rows.read(state));
  const pairs = (rows.count * (rows.count - 1)) / 2;

  test.each(['high', 'low'] as const)(
    'share the 16 lowest bits of the %s word as often as computed',
    (word) => {
      const sharing = SEEDS.map((seed) => {
        const fingerprints = new Fingerprints({ seed, bits: 64 });
        const seen = new Map<number, number>();
        let shared = 0;
        for (const state of states) {
          const bits = fingerprints.of(state, layout)[word === 'high' ? 0 : 1]! & 0xffff;
          shared += seen.get(bits) ?? 0;
          seen.set(bits, (seen.get(bits) ?? 0) + 1);
        }
        return shared;
      });
      const mean = sharing.reduce((sum, each) => sum + each) / SEEDS.length;
      const spread = Math.sqrt(sharing.reduce((sum, each) => sum + (each - mean) ** 2, 0)) / SEEDS.length;
      expect(spread).toBeLessThan(pairs / 2 ** 16);
      expect(Math.abs(mean - pairs / 2 ** 16)).toBeLessThan(4 * spread);
    },
  );

  test('are found short of some exactly where two share a fingerprint, and no more often than the odds say', () => {
    const bits = 20;
    let short = 0;
    let odds = 0;
    for (const seed of SEEDS) {
      const fingerprints = new Fingerprints({ seed, bits });
      const distinct = new Set(states.map((state) => fingerprints.of(state, layout).join(' ')));
      const found = searched(system, { seed, bits });
      expect(found.complete).toBe(true);
      expect(found.rows.count < rows.count).toBe(distinct.size < rows.count);
      if (found.rows.count < rows.count) short++;
      odds += found.fingerprints!.odds / SEEDS.length;
    }
    expect(short).toBeGreaterThan(0);
    // Four standard deviations above what is to be expected at the most.
    expect(short / SEEDS.length).toBeLessThan(odds + 4 * Math.sqrt((odds * (1 - odds)) / SEEDS.length));
  });

  test('are found in the same order, from the same states', () => {
    const { keys } = searched(system, { seed: 0, bits: 64 });
    expect(keys.count).toBe(rows.count);
    for (let state = 0; state < rows.count; state++) expect(keys.parent(state)).toBe(rows.parent(state));
  });
});

test('what is drawn for 64 bits of a state and more is as independent as it can be', () => {
  const widths = [20, 20, 20];
  const messages = Array.from({ length: 130 }, (_, message) => message);
  for (const seed of SEEDS.slice(0, 20)) {
    const layout = new Layout(widths, messages, false);
    const fingerprints = new Fingerprints({ seed, bits: 64 });
    const drawn = Array.from({ length: widths.length * 20 + messages.length }, (_, bit) => {
      const row = new Int32Array(layout.words);
      row[bit >>> 5] = 1 << (bit & 31);
      return fingerprints.of(row, layout);
    });
    expect(rankOf(drawn)).toBe(64);
  }
});

test('a fingerprint outlives the layout', () => {
  const fingerprints = new Fingerprints();
  const before = new Layout([4, 5], [7, 3], false);
  const after = new Layout([30, 9], [7, 3, 12, 20], false);
  const rows = [before, after].map((layout) => {
    const row = new Int32Array(layout.words);
    layout.setField(row, 0, 0, 11);
    layout.setField(row, 0, 1, 29);
    row[layout.bitWord[3]!]! |= layout.bitMask[3]!;
    return fingerprints.of(row, layout);
  });
  expect(rows[0]).toEqual(rows[1]);
});

test('what each was reached from is known, however far apart', () => {
  const distances = fc.array(fc.oneof({ weight: 20, arbitrary: fc.nat(3) }, fc.nat(1000)), {
    minLength: 1,
    maxLength: 300,
  });
  fc.assert(
    fc.property(distances, fc.nat(2 ** 16), (distances, before) => {
      const fingerprints = new Fingerprints();
      const parents = [-1, ...Array<number>(before).fill(0)];
      for (const distance of distances) parents.push(parents.at(-1)! + distance);
      for (const parent of parents) fingerprints.append(new Int32Array(2), 0, parent);
      for (let at = Math.max(0, before - 100); at < parents.length; at++)
        if (fingerprints.parent(at) !== parents[at]) throw new Error(`of ${at}: ${fingerprints.parent(at)}`);
      expect(fingerprints.parent(0)).toBe(-1);
    }),
    { numRuns: 30 },
  );
});

/** The most of these words of 64 bits of which none is an exclusive or of others. */
function rankOf(words: readonly Int32Array[]): number {
  const basis = new Map<number, bigint>();
  for (const [high, low] of words) {
    let word = (BigInt(high! >>> 0) << 32n) | BigInt(low! >>> 0);
    while (word !== 0n) {
      const top = word.toString(2).length;
      const known = basis.get(top);
      if (known === undefined) {
        basis.set(top, word);
        break;
      }
      word ^= known;
    }
  }
  return basis.size;
}
