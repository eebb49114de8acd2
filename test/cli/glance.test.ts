/** What `synod check` of everything prints: a line a chapter, one run that goes wrong, and a summary. */
import { describe, expect, test } from 'vitest';
import { chapters } from '#spec/index.js';
import { endless, sound, throwing, wronglyStated } from '#test/cli/chapters.js';
import { synod } from '#test/cli/synod.js';

const [, second, third] = chapters;

describe('at a glance', () => {
  test('a line a chapter, the shortest run of four steps that breaks an always, and where to go on', async () => {
    const { code, out } = await synod('check', [second!, third!]);
    const lines = out.replaceAll(/\d+\.\d+ s/g, '0.000 s').split('\n');
    expect(lines.slice(0, 3).map((line) => line.replace(/ +0\.000 s/, ''))).toEqual([
      `${' '.repeat(45)}hold  fail      states       time`,
      `✓ 02  Replication${' '.repeat(30)}10     2         534`,
      `✓ 03  One master, many slaves${' '.repeat(18)}10     3      10,225`,
    ]);
    expect(out).toContain("02 Replication, two copies, two clients: 'agreement' fails, as stated\n");
    expect(out).toContain('1    │─────────── request value=olives ───────────▶│');
    expect(out).toContain('25 claims: 25 as stated\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(code).toBe(0);
  });

  test('the table of an instance that is not as stated follows its chapter', async () => {
    const { code, out } = await synod('check', [sound, wronglyStated]);
    expect(out).toMatch(
      /^✓ 01 .*\n✗ 02 .*\n.*not as stated or not finished\n02-counting-wrongly .*\n(.*\n)+✗ {2}never three/m,
    );
    expect(code).toBe(1);
  });

  test('and of one that is not finished, or cannot be explored', async () => {
    const { code, out } = await synod('check --max-states 1000', [sound, endless, throwing]);
    expect(out).toContain('Not finished: the budget of states (--max-states) ran out.');
    expect(out).toContain('could not be explored: 04-throwing');
    expect(code).toBe(2);
  });

  test('but with --verbose every table', async () => {
    const { out } = await synod('check --verbose', [sound]);
    expect(out).toContain('01-counting  Counting · three\n');
    expect(out).not.toContain('synod step 02');
  });
});
