/** `synod check --checkpoint`: a search that is stopped goes on where it was. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endless, sound } from '#test/cli/chapters.js';
import { synod } from '#test/cli/synod.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'synod-checkpoint-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a search with a checkpoint', () => {
  test('goes on where it was stopped, and has more states each time', async () => {
    const file = join(folder, 'far');
    const states: number[] = [];
    for (let life = 0; life < 3; life++) {
      const { code, out } = await synod(
        ['check', '12', '-i', 'far', '--json', '--timeout', '400ms', '--checkpoint', file],
        [endless],
      );
      expect(code).toBe(3);
      expect(existsSync(file)).toBe(true);
      states.push(JSON.parse(out).claims[0].states);
    }
    expect(states[1]).toBeGreaterThan(states[0]!);
    expect(states[2]).toBeGreaterThan(states[1]!);
  });

  test('leaves no file behind when it comes to its end', async () => {
    const file = join(folder, 'three');
    const { code } = await synod(['check', '1', '-i', 'three', '--checkpoint', file], [sound]);
    expect(code).toBe(0);
    expect(existsSync(file)).toBe(false);
  });

  test('goes on with a larger budget where a smaller one ended it', async () => {
    const file = join(folder, 'larger');
    const states: number[] = [];
    for (const budget of ['1000', '2000']) {
      const { code, out } = await synod(
        ['check', '12', '-i', 'far', '--json', '--max-states', budget, '--checkpoint', file],
        [endless],
      );
      expect([code, existsSync(file)]).toEqual([3, true]);
      states.push(JSON.parse(out).claims[0].states);
    }
    expect(states).toEqual([1000, 2000]);
  });

  test.each([
    ['in a folder that is not there', 'nowhere/file'],
    ['that is a folder', '.'],
  ])('is refused at once where its file is one %s', async (_, name) => {
    const { code, out, err } = await synod(
      ['check', '12', '-i', 'far', '--checkpoint', join(folder, name)],
      [endless],
    );
    expect(err).toMatch(/^error: --checkpoint .* cannot be written: .*; expected a file in a folder/);
    expect([code, out]).toEqual([2, '']);
  });

  test.each([
    ['no checkpoint at all', 'something else', /is not a checkpoint of synod check/],
    ['half of one', 'synod checkpoint 1\n1234', /ends too early; expected a checkpoint/],
  ])('refuses a file that is %s', async (_, text, message) => {
    const file = join(folder, 'broken');
    writeFileSync(file, text);
    const { code, err } = await synod(['check', '1', '-i', 'three', '--checkpoint', file], [sound]);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });
});
