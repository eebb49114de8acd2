/** `synod check --compact`: no verdict that rests on every state being visited is told without its odds. */
import { describe, expect, test } from 'vitest';
import { bounded, endless, sound, wronglyStated } from '#test/cli/chapters.js';
import { synod } from '#test/cli/synod.js';

/** Of four states, 4 · 5 / 2⁶⁵; of three, 3 · 4 / 2⁶⁵; of six, 6 · 7 / 2⁶⁵. */
const OF_FOUR = 'odds below 1 in 10¹⁸';
const OF_SIX = 'odds below 1 in 8·10¹⁷';

describe('synod check --compact', () => {
  test('says the odds below each instance that was searched to its end', async () => {
    const { code, out } = await synod('check --compact', [sound]);
    expect(code).toBe(0);
    const visited = 'Every reachable state was visited, unless two of them share a fingerprint:';
    expect(out).toContain(`${visited} ${OF_FOUR}.`);
    expect(out).toContain(`${visited} ${OF_SIX}.`);
    expect(out).not.toContain('visited.');
  });

  test('says them beside the bounds', async () => {
    const { out } = await synod('check --compact', [bounded]);
    expect(out).toMatch(/fingerprint: odds below 1 in .*\. 1 state beyond the instance's bounds checked/);
  });

  test('says them with each verdict that is not as stated and has no trace', async () => {
    const { code, out } = await synod('check --compact', [wronglyStated]);
    expect(code).toBe(1);
    expect(out).toContain(
      "'never above three' is stated to fail and holds (odds that a state was missed: below 1 in 10¹⁸).",
    );
    expect(out).toContain("'never three' is stated to hold and fails; a trace:\n");
    expect(out).not.toContain('the shortest trace');
  });

  test('says nothing of odds where the search did not finish', async () => {
    const { code, out } = await synod(['check', '--compact', '-i', 'far', '--max-states', '1000'], [endless]);
    expect(code).toBe(3);
    expect(out).not.toContain('odds');
  });

  test('tells them in every document', async () => {
    const json = JSON.parse((await synod('check --compact --json', [sound])).out) as {
      claims: { instance: string; odds: number }[];
    };
    expect(json.claims.map(({ instance, odds }) => [instance, odds])).toEqual([
      ['three', 20 / 2 ** 65],
      ['three', 20 / 2 ** 65],
      ['three', 20 / 2 ** 65],
      ['five', 42 / 2 ** 65],
      ['five', 42 / 2 ** 65],
    ]);
    const told = async (format: string, chapter = sound) =>
      (await synod(`check --compact --format ${format}`, [chapter])).out;
    expect(await told('junit')).toContain(`<property name="odds" value="${20 / 2 ** 65}"/>`);
    expect(await told('github')).toContain(
      '✓ never above three: holds (odds that a state was missed: below 1 in 10¹⁸), 4 states',
    );
    expect(await told('sarif', wronglyStated)).toContain(
      'holds (odds that a state was missed: below 1 in 10¹⁸)',
    );
  });

  test('without it nothing is said of odds', async () => {
    for (const format of ['text', 'json', 'junit', 'sarif', 'github'])
      expect((await synod(`check --format ${format}`, [sound, wronglyStated])).out).not.toContain('odds');
  });

  test.each([
    ['--write-verdicts', 'verdicts.json'],
    ['--checkpoint', 'aside'],
  ])('is refused together with %s', async (option, file) => {
    const { code, out, err } = await synod(['check', '--compact', option, file], [sound]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`option '--compact' cannot be used with option '${option} <file>'`);
  });
});
