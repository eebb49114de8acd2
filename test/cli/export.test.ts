/** `synod export`: files for other tools. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chapters } from '#spec/index.js';
import { Exit } from '#src/cli/exit.js';
import { synod } from './synod.js';

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

  test('says which instances there are where one is to be chosen', async () => {
    const { code, err } = await synod(`export 01 --to dot --out ${folder}`, chapters);
    expect(code).toBe(Exit.wrong);
    expect(err).toContain('one server that may stop');
  });

  test('refuses a kind that it does not know', async () => {
    expect((await synod(`export 11 --to pdf --out ${folder}`, chapters)).code).toBe(Exit.wrong);
  });
});
