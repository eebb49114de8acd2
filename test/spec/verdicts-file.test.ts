/** The file of the book's verdicts has all that the book claims; `npm start` compares its numbers with what is explored. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { chapters } from '#spec/index.js';
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
