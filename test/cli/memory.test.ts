/** `synod check` in a process with a small heap: a model that has no end is not finished. */
import { expect, test } from 'vitest';
import { MADE_UP, spawned } from '#test/cli/synod.js';

test.each(['1', '2'])('a model that outgrows the heap is not finished (%s threads)', async (workers) => {
  const { code, out, err } = await spawned(MADE_UP, ['check', '16', '--workers', workers], {
    NODE_OPTIONS: '--max-old-space-size=64',
  });
  expect(err).not.toContain('FATAL');
  expect(out).toContain('Not finished: the budget of memory (--max-memory) ran out, or the heap');
  expect(out).toMatch(/^✓ {2}nobody hears a two +fails, as stated /m);
  expect(code).toBe(3);
});
