import { execFile } from 'node:child_process';
import { accessSync, constants, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const ROOT = new URL('..', import.meta.url);
const { bin, exports, dependencies, peerDependencies } = JSON.parse(
  readFileSync(new URL('package.json', ROOT), 'utf8'),
);

describe('the published package', () => {
  test.each([
    ['synod', ['startAcceptor', 'stepAcceptor', 'startProposer', 'startLearner']],
    ['synod/model', ['explore', 'role', 'system', 'always', 'sometimes', 'step', 'formatTrace']],
    ['synod/spec', ['chapters', 'holds', 'fails', 'instance']],
  ])('%s can be imported by its name', async (name, expected) => {
    expect(Object.keys(await import(name))).toEqual(expect.arrayContaining(expected));
  });

  test('shares the XState of whoever installs it, the one that is tested or an older one that works', () => {
    expect(dependencies).not.toHaveProperty('xstate');
    const [, major, minor] = /^\^(\d+)\.(\d+)\.0$/.exec(peerDependencies.xstate)!;
    const tested = createRequire(import.meta.url)('xstate/package.json').version.split('.');
    expect(tested[0]).toBe(major);
    expect(Number(tested[1])).toBeGreaterThanOrEqual(Number(minor));
    // Older ones have no limit on steps that a machine takes by itself.
    expect(Number(minor)).toBeGreaterThanOrEqual(31);
  });

  test('has a command that is there before a build, and says what to do without one', async () => {
    const [path] = Object.values<string>(bin);
    const command = new URL(path!, ROOT);
    accessSync(command, constants.X_OK);
    const root = mkdtempSync(join(tmpdir(), 'synod-'));
    const copy = join(root, path!);
    cpSync(command, copy);
    await expect(promisify(execFile)(copy)).rejects.toMatchObject({
      code: 2,
      stderr: 'error: expected a build of synod in dist/; got none. Next step: npm run build\n',
    });
    rmSync(root, { recursive: true });
  });

  test('has all that it names, with types and sources, and no tests', async () => {
    // Scripts would build, and tests are reading what is built.
    const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
    const { stdout } = await promisify(execFile)('npm', args, { cwd: fileURLToPath(ROOT) });
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => `./${path}`);
    const targets = Object.values<string | Record<string, string>>(exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    );
    expect(paths).toEqual(expect.arrayContaining([...targets, ...Object.values<string>(bin)]));
    expect(paths).toEqual(
      expect.arrayContaining(['./README.md', './LICENSE', './model/exploration/explore.ts']),
    );
    expect(paths.filter((path) => /\btest\b|\.ci|^\.\/coverage\//.test(path))).toEqual([]);
  }, 30_000);
});
