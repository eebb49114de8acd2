import { describe, expect, test } from 'vitest';
import { type AnySystem, explore, type Property, type StateOf, traceLength } from '#model/index.js';
import { type PropertyName, propertiesOf } from '#spec/14-the-synod/claims.js';
import { gallery, rows } from '#spec/14-the-synod/gallery.js';
import type { Size } from '#spec/14-the-synod/size.js';
import { sizeInWords } from '#spec/14-the-synod/sizes.js';
import { synod } from '#spec/14-the-synod/synod.js';

const LIMIT = 120_000;
const mistakes = rows.filter(({ falls }) => falls.length > 0);
const harmless = rows.filter(({ falls }) => falls.length === 0);

test('the gallery has every known mistake', () => {
  const known = [
    'S1',
    'S2',
    'S3',
    'S4',
    'S5',
    'S6',
    'S8',
    'S9',
    'S10',
    'S11',
    'S12',
    'S13',
    'S15',
    'S16',
    'S17',
  ];
  expect([...new Set(mistakes.map(({ id }) => id))]).toEqual(known);
  expect(gallery.map(({ mistake }) => mistake)).toEqual(rows.map(({ mistake }) => mistake));
});

describe('what falls by a mistake, and the shortest run that shows it', () => {
  test.each(mistakes.map((row) => [row.id, row.mistake, row] as const))(
    '%s, %s',
    async (_, __, { mistake, size, machines, memory, falls }) => {
      const properties = propertiesOf(size);
      const { results } = await explore(
        synod(mistake, size, machines, memory),
        falls.map(({ property }) => properties[property]),
      );
      const found = results.map(({ verdict, trace }, index) => ({
        property: falls[index]!.property,
        verdict,
        length: trace ? traceLength(trace) : null,
      }));
      expect(found).toEqual(falls.map((fall) => ({ ...fall, verdict: 'fails' })));
    },
    LIMIT,
  );
});

describe('what falls by a mistake holds without it, in the same instance', () => {
  const sizes = new Map<string, { readonly size: Size; readonly names: Set<PropertyName> }>();
  for (const { size, falls, machines, memory } of mistakes) {
    // In the other rows the mistake is in the size: their quorums do not meet.
    if (machines === undefined && memory === undefined) continue;
    const key = sizeInWords(size);
    const { names } = sizes.get(key) ?? { names: new Set() };
    for (const { property } of falls) names.add(property);
    sizes.set(key, { size, names });
  }

  test.each([...sizes])(
    '%s',
    async (_, { size, names }) => {
      const properties = propertiesOf(size);
      const { results } = await explore(
        synod('right', size),
        [...names].map((name) => properties[name]),
      );
      expect(results.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    },
    LIMIT,
  );
});

describe('a mistake that does no harm where it is looked at', () => {
  test.each(
    harmless.map((row, index) => [row.id, row.mistake, row, gallery.at(index - harmless.length)!] as const),
  )(
    '%s, %s',
    async (_, __, { holds }, { mistake, instance: { system, claims } }) => {
      expect(holds).toContain('agreement');
      const { complete, results } = await explore(
        system,
        claims.map(({ property }) => property as Property<StateOf<AnySystem>>),
      );
      expect(complete, mistake).toBe(true);
      expect(results.map(({ verdict }) => verdict)).toEqual(holds!.map(() => 'holds'));
    },
    LIMIT,
  );
});
