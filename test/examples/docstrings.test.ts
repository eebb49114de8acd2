/** Every function that the package exports says what it does, and has an example that is compiled and run as it stands. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asTest, claimsOf, documented, ENTRIES } from '#test/examples/docstrings.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const functions = await documented();

test('there are functions to look at, of every entry point', () => {
  expect(new Set(functions.map(({ entry }) => entry))).toEqual(new Set(Object.keys(ENTRIES)));
  expect(functions.length).toBeGreaterThan(40);
});

describe('what is exported', () => {
  test.each(functions)('$entry: $name says what it does, and has a short example', ({ says, example }) => {
    expect(says).toMatch(/^[A-Z].*[.:]/s);
    expect(example, 'expected an @example in the docstring').not.toBe('');
    expect(example.split('\n').length).toBeLessThanOrEqual(10);
    expect(claimsOf(example), 'expected `expression; // → value`').toBeGreaterThan(0);
  });
});

describe('an example', () => {
  let folder: string;
  let compiled = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'synod-examples-'));
    await mkdir(join(folder, 'node_modules/@types'), { recursive: true });
    await symlink(ROOT, join(folder, 'node_modules/synod'), 'junction');
    for (const name of ['xstate', '@types/node', 'memory-level', 'abstract-level'])
      await symlink(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await copyFile(join(ROOT, 'test/examples/setting.ts'), join(folder, 'setting.ts'));
    await writeFile(join(folder, 'examples.ts'), await moduleOf());
    const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
    const strict = ['--strict', '--noUncheckedIndexedAccess', '--exactOptionalPropertyTypes'];
    const target = ['--module', 'nodenext', '--target', 'es2023', '--skipLibCheck', '--types', 'node'];
    compiled = await promisify(execFile)(process.execPath, [compiler, ...strict, ...target, 'examples.ts'], {
      cwd: folder,
    }).then(
      ({ stdout }) => stdout,
      ({ stdout }: { stdout: string }) => stdout,
    );
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('is right for the compiler', () => {
    expect(compiled).toBe('');
  });

  test.each(functions)('of $entry: $name comes to what it says', async ({ name }) => {
    const examples = await import(pathToFileURL(join(folder, 'examples.js')).href);
    await examples[`of_${name}`]();
  });
});

/** All examples as one module: a function each, with what it imports. */
async function moduleOf(): Promise<string> {
  const bodies = functions.map(
    ({ name, example }) => `export async function of_${name}() {\n${asTest(example)}\n}\n`,
  );
  const text = bodies.join('\n');
  const taken = new Set<string>();
  const imports = await Promise.all(
    Object.keys(ENTRIES).map(async (entry) => {
      const names = Object.keys(await import(entry)).filter(
        (name) => new RegExp(`\\b${name}\\b`).test(text) && !taken.has(name),
      );
      for (const name of names) taken.add(name);
      return `import { ${names.join(', ')} } from '${entry}';`;
    }),
  );
  return [
    "import assert from 'node:assert/strict';",
    "import * as fs from 'node:fs/promises';",
    "import { tmpdir } from 'node:os';",
    "import { MemoryLevel } from 'memory-level';",
    ...imports,
    "import type { Received } from 'synod/model';",
    "import { lamp, lamps, lampsOf, type State, trace } from './setting.js';",
    '',
    text,
  ].join('\n');
}

describe('an example that is wrong is found', () => {
  const run = (example: string): unknown =>
    new Function('assert', asTest(example))({
      deepStrictEqual: (a: unknown, b: unknown) => expect(a).toEqual(b),
    });

  test.each([
    ['1 + 1; // → 3', 'expected 2 to deeply equal 3'],
    ["['a', 'b'].join('\\n');\n// a\n// c", "expected 'a\\nb' to deeply equal 'a\\nc'"],
  ])('%s', (example, message) => {
    expect(() => run(example)).toThrow(message);
  });

  test.each(['1 + 1; // → 2', "['a', ' b'].join('\\n');\n// a\n//  b"])(
    'and one that is right is not (%s)',
    (example) => {
      expect(() => run(example)).not.toThrow();
    },
  );
});
