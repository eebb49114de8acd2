import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { MADE_UP, PROGRAM, spawned } from '#test/cli/synod.js';

const packageJson = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

describe('the program', () => {
  test('is the one that the package names, which can be started as it is', async () => {
    const named = new URL(`../../${packageJson.bin.synod}`, import.meta.url);
    const { stdout } = await promisify(execFile)(fileURLToPath(named), ['--version']);
    expect(stdout).toBe(`${packageJson.version}\n`);
  });

  test("has the package's version", async () => {
    expect(await spawned(PROGRAM, ['--version'])).toEqual({
      code: 0,
      out: `${packageJson.version}\n`,
      err: '',
    });
  });

  test('lists the book', async () => {
    const { code, out } = await spawned(PROGRAM, ['list']);
    expect(out).toMatch(/^14-the-synod {2}/m);
    expect(code).toBe(0);
  });

  test('refuses an unknown chapter and says what there is', async () => {
    const { code, out, err } = await spawned(PROGRAM, ['check', '99']);
    expect(err).toMatch(/^error: unknown chapter '99'; .*\n {2}14-the-synod\n/s);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  test('does not finish on a budget that is too small', async () => {
    const { code, out } = await spawned(PROGRAM, ['check', '12', '--max-states', '2_000', '--json']);
    const verdicts = JSON.parse(out).claims.map(({ verdict }: { verdict: string }) => verdict);
    expect(verdicts).toContain('not finished');
    expect(code).toBe(3);
  });
});

describe('a process over made-up chapters', () => {
  test('ends with 0 when every claim is as stated', async () => {
    expect((await spawned(MADE_UP, ['check', '1'])).code).toBe(0);
  });

  test('ends with 1 when a claim is not', async () => {
    expect((await spawned(MADE_UP, ['check', '2'])).code).toBe(1);
  });

  test('ends with 2 and a message without a stack when a machine cannot be checked', async () => {
    const { code, out, err } = await spawned(MADE_UP, ['check', '13', '--json']);
    expect(err).toMatch(/^error: 13-after, instance 'sleeper': .*'after' is not supported/);
    expect(err).not.toMatch(/^\s+at /m);
    expect(JSON.parse(out).claims[0].error).toContain("'after' is not supported");
    expect(code).toBe(2);
  });

  test.each([
    ['SIGINT', ['--workers', '1'], '6 as stated, 2 not finished'],
    ['SIGTERM', ['--workers', '2'], '7 as stated, 1 not finished'],
  ] as const)(
    'ends with 3, and says what is known, when it is asked to stop (%s, %s)',
    async (signal, workers, known) => {
      const { code, out } = await spawned(MADE_UP, ['check', '1', '12', ...workers], {}, (child) => {
        child.stdout.on('data', (text: string) => {
          if (text.includes('Counting · five')) setTimeout(() => child.kill(signal), 1000); // 'far' has no end, and needs a moment
        });
      });
      expect(out).toContain('Not finished: interrupted.');
      expect(out).toContain(`\n8 claims: ${known}\n`);
      expect(code).toBe(3);
    },
  );

  test('tells the same of several instances at once as of one after the other', async () => {
    const [atOnce, inTurn] = await Promise.all(
      ['2', '1'].map((workers) => spawned(MADE_UP, ['check', '1', '2', '--workers', workers])),
    );
    const withoutTimes = (text: string): string =>
      text.replaceAll(/ *\d+\.\d+ s/g, ' some s').replaceAll(/ +time/g, ' time');
    expect(withoutTimes(atOnce!.out)).toBe(withoutTimes(inTurn!.out));
    expect(atOnce!.out).toContain("'never three' is stated to hold and fails; the shortest trace:");
    expect(atOnce!.code).toBe(1);
    expect(inTurn!.code).toBe(1);
  });

  test('ends with 2, and with no verdict for the instance, when a thread dies', async () => {
    const { code, out, err } = await spawned(MADE_UP, ['check', '15', '--workers', '2']);
    expect(err).toMatch(/^error: a thread that explores ended: it exited with code 7; there is no verdict$/m);
    expect(out).not.toMatch(/ends all +holds/);
    expect(code).toBe(2);
  });

  test('a reader that has seen enough is no error', async () => {
    const { code, err } = await spawned(MADE_UP, ['list'], {}, (child) => child.stdout.destroy());
    expect(err).toBe('');
    expect(code).toBe(0);
  });

  test('a reader of complaints that has seen enough does not change how it ends', async () => {
    const { code } = await spawned(MADE_UP, ['check', '99'], {}, (child) => child.stderr.destroy());
    expect(code).toBe(2);
  });

  test.each<[string, boolean, Record<string, string>]>([
    ['NO_COLOR', false, { NO_COLOR: '1' }],
    ['FORCE_COLOR', true, { FORCE_COLOR: '1' }],
  ])('%s is obeyed', async (_name, wanted, env) => {
    const { out } = await spawned(MADE_UP, ['list'], env);
    expect(out.includes('\u001b[')).toBe(wanted);
  });
});
