import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { lowSpaceOn } from '#src/storage/free-space.js';

test('a disk is nearly full below the mark', () => {
  expect(lowSpaceOn(tmpdir(), 1)()).toBe(false);
  expect(lowSpaceOn(tmpdir(), Number.MAX_SAFE_INTEGER)()).toBe(true);
});
