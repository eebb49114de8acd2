/** A thousand stores in which one file was harmed. */
import { afterAll, expect, test } from 'vitest';
import { countFates, removeSound } from '#test/storage/mangling.js';

afterAll(removeSound);

test('each opens with everything that was acknowledged, or is refused with a clear error (D7)', async () => {
  const counts = await countFates(1_000, 2);
  expect(Object.keys(counts).sort()).toEqual(['damaged', 'incomplete', 'unreadable', 'whole']);
});
