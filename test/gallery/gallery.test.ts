import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { gallery, galleryTable, missing } from '#test/gallery/gallery.js';
import { EXCUSED } from '#test/gallery/known.js';

test('each known mistake is made in production, or has a reason why it is not', () => {
  expect(missing).toEqual([]);
});

test('no mistake is excused that is made', () => {
  expect(gallery.filter(({ id }) => EXCUSED[id] !== undefined)).toEqual([]);
});

test('the table has every mutant, with the tie that tells it', async () => {
  await expect(galleryTable()).toMatchFileSnapshot('gallery.md');
});

test('a mistake that nobody knows is not taken for one that is told', () => {
  const { status, stderr } = spawnSync(process.execPath, ['dist/test/gallery/main.js', 'T99'], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([2, expect.stringContaining('got T99')]);
});
