/** What every gallery of the book has to do. */
import { expect, test } from 'vitest';
import type { Chapter } from '#spec/index.js';

/** A test for each mistake: it states claims that fail, as an instance of its chapter, so that `npm start` decides them. */
export function statesWhatFalls({ gallery = [], instances }: Chapter): void {
  test.each(gallery.map(({ id, mistake, instance }) => [id, mistake, instance] as const))(
    'states what falls (%s, %s)',
    (_, __, instance) => {
      expect(instances).toContain(instance);
      expect(instance.claims.map(({ expected }) => expected)).toContain('fails');
    },
  );
}
