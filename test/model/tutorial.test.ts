/** The tutorial in the manual, followed to the letter: each file is written, changed and checked as it says, and prints what it shows. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const manual = await readFile(join(ROOT, 'model/README.md'), 'utf8');

/** One block of the tutorial: what to do with it, to which file, and its text. */
const steps = [...manual.matchAll(/<!-- tutorial: (\w+) ?(\S*) -->\s*```\w+\n(.*?)^```/gms)].map(
  ([, what, file, text]) => ({ what: what!, file: file!, text: text! }),
);

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synod-tutorial-'));
  // What `npm install synod xstate` leaves: the packages by their names, and the program.
  await mkdir(join(folder, 'node_modules/.bin'), { recursive: true });
  await symlink(ROOT, join(folder, 'node_modules/synod'), 'junction');
  await symlink(join(ROOT, 'node_modules/xstate'), join(folder, 'node_modules/xstate'), 'junction');
  const { bin } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  await chmod(join(ROOT, bin.synod), 0o755);
  await symlink(join(ROOT, bin.synod), join(folder, 'node_modules/.bin/synod'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the tutorial', () => {
  test('writes, runs into a mistake, mends it, and ends in a verdict that is kept', () => {
    expect(steps.map(({ what }) => what).join(' ')).toBe('write run prints change change run prints run');
    const [wrong, right] = steps.filter(({ what }) => what === 'prints').map(({ text }) => text);
    expect(wrong).toContain('3 claims: 2 as stated, 1 not as stated');
    expect(right).toContain('3 claims: 3 as stated');
  });

  test('followed literally, prints what it shows, and ends where it says', async () => {
    let printed = '';
    const codes: number[] = [];
    for (const { what, file, text } of steps)
      switch (what) {
        case 'write':
          await writeFile(join(folder, file), text);
          break;
        case 'change': {
          const before = await readFile(join(folder, file), 'utf8');
          await writeFile(join(folder, file), changed(before, text));
          break;
        }
        case 'run':
          for (const command of text.trim().split('\n')) {
            const ran = await run(command);
            printed = ran.out;
            codes.push(ran.code);
          }
          break;
        case 'prints':
          expect(timeless(printed)).toBe(timeless(text));
          break;
        default:
          expect.fail(`the tutorial says '${what}', of which this test does not know what to do`);
      }
    expect(codes).toEqual([1, 0, 0, 0]);
    expect(printed).toMatch(/^1 instance as kept in \.\/verdicts\.json$/m);
  }, 120_000);

  test('is right for the compiler, at its strictest', async () => {
    const { text, file } = steps.find(({ what }) => what === 'write')!;
    await writeFile(join(folder, file), text);
    const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
    const strict = ['--noEmit', '--strict', '--noUncheckedIndexedAccess', '--exactOptionalPropertyTypes'];
    const target = ['--module', 'nodenext', '--target', 'es2023', '--skipLibCheck'];
    const { out } = await run([process.execPath, compiler, ...strict, ...target, file].join(' '));
    expect(out).toBe('');
  }, 60_000);
});

/** A text where the lines that a difference takes away, and those around them, stand as it says. */
function changed(text: string, difference: string): string {
  const lines = difference.trimEnd().split('\n');
  const side = (sign: string): string =>
    lines
      .filter((line) => line[0] === ' ' || line[0] === sign)
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  expect(text.split(side('-'))).toHaveLength(2);
  return text.replace(side('-'), () => side('+'));
}

/** Runs a command of the tutorial in the folder. */
async function run(command: string): Promise<{ readonly out: string; readonly code: number }> {
  const env = { ...process.env, NO_COLOR: '1' };
  try {
    const { stdout } = await promisify(execFile)('sh', ['-c', command], { cwd: folder, env });
    return { out: stdout, code: 0 };
  } catch (error) {
    const { stdout, code } = error as { readonly stdout: string; readonly code: number };
    return { out: stdout, code };
  }
}

/** Without times, which depend on the machine, nor the spaces that they need. */
function timeless(text: string): string {
  return text
    .replace(/\d+\.\d+ s\b/g, 'TIME')
    .replace(/ +/g, ' ')
    .trim();
}
