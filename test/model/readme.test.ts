/** The manual's examples, as a new user would have them: compiled and run outside the repository, with what they print. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const manual = await readFile(join(ROOT, 'model/README.md'), 'utf8');
const examples = blocks('example', 'ts');
const outputs = blocks('output', 'text');

describe('the examples in the manual of the checker', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'synod-readme-'));
    await mkdir(join(folder, 'node_modules'));
    // As npm would: the package by its name, so that its `exports` are what is found, and its peer beside it.
    await symlink(ROOT, join(folder, 'node_modules/synod'), 'junction');
    await symlink(join(ROOT, 'node_modules/xstate'), join(folder, 'node_modules/xstate'), 'junction');
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('are there, each with what it prints', () => {
    expect([...examples.keys()]).toContain('ping-pong.ts');
    expect([...outputs.keys()]).toEqual([...examples.keys()]);
  });

  test.each([...examples.keys()])(
    '%s prints what stands below it',
    async (name) => {
      await writeFile(join(folder, name), examples.get(name)!);
      const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
      const strict = ['--strict', '--noUncheckedIndexedAccess', '--exactOptionalPropertyTypes'];
      const target = ['--module', 'nodenext', '--target', 'es2023', '--skipLibCheck'];
      const compiled = await run(folder, compiler, ...strict, ...target, name);
      expect(compiled).toBe('');
      expect(await run(folder, name.replace(/\.ts$/, '.js'))).toBe(outputs.get(name));
    },
    60_000,
  );
});

/** What a script prints. An error of the compiler is printed too. */
async function run(cwd: string, ...args: readonly string[]): Promise<string> {
  try {
    return (await promisify(execFile)(process.execPath, [...args], { cwd })).stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return stdout + stderr;
  }
}

/** The fenced blocks behind a mark such as `<!-- example: ping-pong.ts -->`, by the name in the mark. */
function blocks(mark: string, language: string): Map<string, string> {
  const pattern = new RegExp(`<!-- ${mark}: (\\S+) -->\\s*\`\`\`${language}\\n(.*?)^\`\`\``, 'gms');
  return new Map([...manual.matchAll(pattern)].map(([, name, text]) => [name!, text!]));
}
