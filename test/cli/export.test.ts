/** `synod export`: files for other tools. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chapters } from '#spec/index.js';
import { Exit } from '#src/terminal/exit.js';
import { endless, sound } from '#test/cli/chapters.js';
import { synod } from '#test/cli/synod.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'synod-export-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('synod export', () => {
  test('writes a TLA+ module and its configuration', async () => {
    const { code, out } = await synod(`export 11 --to tla --out ${folder}`, chapters);
    const files = out.trim().split('\n');
    expect([code, files.length, files.every(existsSync)]).toEqual([Exit.asStated, 2, true]);
    expect(readFileSync(files[0]!, 'utf8')).toMatch(/^-+ MODULE /m);
  });

  test('refuses what has more states than the limit', async () => {
    const args = ['export', '12', '-i', 'far', '--to', 'dot', '--out', folder];
    const { code, out, err } = await synod(args, [endless]);
    expect([code, out]).toEqual([Exit.wrong, '']);
    expect(err).toMatch(/has more than 2000 states/);
  });

  test('refuses what takes more memory than the limit', async () => {
    const args = [
      'export',
      '02',
      '-i',
      'two copies, two clients',
      '--to',
      'tla',
      '--max-memory',
      '1KiB',
      '--out',
      folder,
    ];
    const { code, err } = await synod(args, chapters);
    expect(code).toBe(Exit.wrong);
    expect(err).toMatch(/has more states than there is memory for \(\d+ were found\): .*bound what grows/);
  });

  test('writes a graph for Graphviz', async () => {
    const { code, out } = await synod(
      `export 01 -i ONE --to dot --out ${folder}`
        .split(' ')
        .map((word) => (word === 'ONE' ? 'one server' : word)),
      chapters,
    );
    expect([code, out]).toEqual([Exit.asStated, `${join(folder, 'states.dot')}\n`]);
    expect(readFileSync(join(folder, 'states.dot'), 'utf8')).toMatch(/^digraph /);
  });

  test('writes each trace of an instance in the Informal Trace Format', async () => {
    const { code, out } = await synod(
      ['export', '1', '-i', 'three', '--to', 'itf', '--out', folder],
      [sound],
    );
    expect(out.trim().split('\n')).toEqual(
      ['never-three.itf.json', 'two-is-reached.itf.json'].map((name) => join(folder, name)),
    );
    const {
      '#meta': meta,
      vars,
      states,
    } = JSON.parse(readFileSync(join(folder, 'never-three.itf.json'), 'utf8'));
    expect([meta.format, vars, states.length]).toEqual(['ITF', ['c1'], 4]);
    expect(code).toBe(Exit.asStated);
  });

  test('says so where there is no trace to write', async () => {
    const folderOfNone = join(folder, 'none');
    const { code, out, err } = await synod(
      ['export', '12', '-i', 'near', '--to', 'itf', '--out', folderOfNone],
      [endless],
    );
    expect([code, out]).toEqual([Exit.asStated, '']);
    expect(err).toContain(
      "no trace to write: expected a claim that fails, or a sometimes that holds; got 'never negative' holds\n",
    );
  });

  test('writes no trace of a search that did not finish, and says so by its exit code', async () => {
    const out = join(folder, 'unfinished');
    const args = ['export', '12', '-i', 'far', '--to', 'itf', '--max-states', '3', '--out', out];
    const { code, out: written, err } = await synod(args, [endless]);
    expect([code, written]).toEqual([Exit.notFinished, '']);
    expect(err).toMatch(/^no trace to write: .*'never three' not finished/m);
  });

  test('says which instances there are where one is to be chosen', async () => {
    const { code, err } = await synod(`export 01 --to dot --out ${folder}`, chapters);
    expect(code).toBe(Exit.wrong);
    expect(err).toContain('one server that may stop');
  });

  test('refuses a kind that it does not know', async () => {
    expect((await synod(`export 11 --to pdf --out ${folder}`, chapters)).code).toBe(Exit.wrong);
  });
});
