/** The file of the book's verdicts has all that the book claims; `npm start` compares its numbers with what is explored. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { chapters } from '#spec/index.js';
import { readPages } from '#src/book/book.js';
import { thisHouse } from '#src/book/house.js';
import { readVerdicts, writeVerdicts } from '#src/cli/verdict-file.js';

const FILE = fileURLToPath(new URL('../../spec/verdicts.json', import.meta.url));
const kept = readVerdicts(FILE);

describe('spec/verdicts.json', () => {
  test('has every instance and every claim of the book, in order, with the verdict that the chapter states', () => {
    expect(
      kept.map(({ chapter, instance, claims }) => [
        chapter,
        instance,
        claims.map(({ claim, verdict }) => [claim, verdict]),
      ]),
    ).toEqual(
      chapters.flatMap(({ id, instances }) =>
        instances.map(({ name, claims }) => [
          id,
          name,
          claims.map(({ property, expected }) => [property.name, expected]),
        ]),
      ),
    );
  });

  test('has a trace for what has one, and none for what has none', () => {
    const kinds = new Map(
      chapters.flatMap(({ id, instances }) =>
        instances.flatMap(({ name, claims }) =>
          claims.map(({ property }) => [JSON.stringify([id, name, property.name]), property.kind] as const),
        ),
      ),
    );
    for (const { chapter, instance, claims } of kept)
      for (const { claim, verdict, trace } of claims) {
        const isSometimes = kinds.get(JSON.stringify([chapter, instance, claim])) === 'sometimes';
        expect([instance, claim, trace !== null]).toEqual([
          instance,
          claim,
          isSometimes === (verdict === 'holds'),
        ]);
      }
  });

  test('says of each size what the tables in the book say', async () => {
    const { pages } = readPages(await thisHouse());
    const shown = pages.flatMap(({ text }) =>
      [...text.matchAll(/<!-- generated: (?:[\w-]+ )?claims[^\n]*-->\n(.*?)<!-- \/generated -->/gs)].flatMap(
        ([, table]) => sizesIn(table!),
      ),
    );
    expect(shown.length).toBeGreaterThan(20);
    const sizes = new Set(
      kept.map((one) => JSON.stringify([one.instance, one.states, one.transitions, one.depth])),
    );
    const others = shown.filter((size) => !sizes.has(JSON.stringify(size)));
    expect(others, 'npm run verdicts -- CHAPTER writes the file, npm run book -- FILE the tables').toEqual(
      [],
    );
  });

  test('stands as the program writes it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'synod-kept-'));
    try {
      writeVerdicts(join(folder, 'again.json'), kept);
      expect(readFileSync(join(folder, 'again.json'), 'utf8')).toBe(readFileSync(FILE, 'utf8'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** The instances of a table with their states, transitions and depth, which stand in their first rows. */
function sizesIn(table: string): readonly (readonly unknown[])[] {
  const rows = table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  const head = rows.find((cells) => cells.includes('states'));
  if (head === undefined) return [];
  const number = (cells: readonly string[], column: string): number =>
    Number(cells[head.indexOf(column)]!.replaceAll(',', ''));
  return rows
    .filter((cells) => /^[\d,]+$/.test(cells[head.indexOf('states')] ?? ''))
    .map((cells) => [
      cells[1],
      number(cells, 'states'),
      number(cells, 'transitions'),
      number(cells, 'depth'),
    ]);
}
