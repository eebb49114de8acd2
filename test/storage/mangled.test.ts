/** Stores in which one file was harmed. A thousand of them are in the soak. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { countFates, fateAfter, files, removeSound, type Victim } from '#test/storage/mangling.js';

afterAll(removeSound);

describe('a store in which one file was harmed', () => {
  test('opens with everything that was acknowledged, or is refused with a clear error (D7)', async () => {
    const counts = await countFates(60, 1);
    expect(Object.keys(counts).sort()).toEqual(['damaged', 'incomplete', 'unreadable', 'whole']);
  });

  test('is refused where the database would leave out what is in the middle of its log', async () => {
    const harm = async ({ folder, log }: Victim): Promise<void> => {
      // Without its mark: the records themselves have to tell.
      await rm(join(folder, 'mark'));
      // Near its end: whatever a later snapshot stands for may be missing.
      await files.flip(log, 0.9);
    };
    await expect(fateAfter(harm)).resolves.toBe('incomplete');
  });

  test('is refused where the end of the log is gone, by its mark', async () => {
    await expect(fateAfter(({ log }) => files.cut(log, 0.5))).resolves.toBe('incomplete');
    await expect(fateAfter(({ log }) => rm(log))).resolves.toBe('incomplete');
  });

  test('opens where a write was cut off that nobody was told of (D6)', async () => {
    await expect(fateAfter(({ log }) => files.append(log, 'the begin'))).resolves.toBe('whole');
  });
});

test('where the end of the log and the mark are gone, as a power cut may do to a disk that lies, only others can notice', async () => {
  const harm = async ({ folder, log }: Victim): Promise<void> => {
    await rm(join(folder, 'mark'));
    await files.cut(log, 0.5);
  };
  await expect(fateAfter(harm)).resolves.toBe('lost tail');
});
