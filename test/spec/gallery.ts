/** What every gallery of the book has to do. */
import { expect, test } from 'vitest';
import type { Mistake } from '#spec/chapter.js';
import { notAsStated } from './verdicts.js';

/** A test for each mistake: only claims that fail are stated, and they do. */
export function showsWhatFalls(gallery: readonly Mistake[]): void {
  test.each(gallery.map(({ id, mistake, instance }) => [id, mistake, instance] as const))(
    'shows what falls (%s, %s)',
    { timeout: 120_000 },
    async (_, __, instance) => {
      expect(instance.claims.map(({ expected }) => expected)).not.toContain('holds');
      expect(await notAsStated([instance])).toEqual([]);
    },
  );
}
