/** The folder of a store: made in one piece, and open in one process at a time. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { initialiseStore, openStore } from '#src/storage/store.js';
import { cluster } from '#test/storage/words.js';
import { n1, n2 } from '#test/unit/paxos/log-words.js';

const WRITER = fileURLToPath(import.meta.resolve('#test/storage/writer.js'));
const root = await mkdtemp(join(tmpdir(), 'synod-folder-'));
afterAll(() => rm(root, { recursive: true }));

async function made(name: string): Promise<string> {
  const folder = join(root, name, 'of', 'a', 'member');
  await initialiseStore(folder, cluster, n1);
  return folder;
}

describe('a folder is opened', () => {
  test('by one process at a time', async () => {
    const folder = await made('locked');
    const writer = spawn(process.execPath, [WRITER, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(writer.stdout, 'data');
    await expect(openStore(folder)).rejects.toMatchObject({ reason: 'locked' });
    writer.kill('SIGKILL');
    await once(writer, 'close');
    const store = await openStore(folder);
    await expect(openStore(folder)).rejects.toMatchObject({ reason: 'locked' });
    await store.close();
    await (await openStore(folder)).close();
  });

  test('again after it was refused', async () => {
    const folder = await made('refused');
    await expect(openStore(folder, { meant: { id: n2 } })).rejects.toMatchObject({ reason: 'foreign' });
    const store = await openStore(folder, { meant: { id: n1 } });
    expect(store.start).toBe(1);
    await store.close();
  });

  test('again after its mark could not be opened', async () => {
    const folder = await made('marked');
    const mark = join(folder, 'mark');
    await rm(mark, { force: true });
    await mkdir(mark);
    await expect(openStore(folder)).rejects.toMatchObject({ code: 'EISDIR' });
    await rm(mark, { recursive: true });
    await (await openStore(folder)).close();
  });

  test('not where the database was removed (D9)', async () => {
    const folder = await made('wiped');
    await rm(join(folder, 'db'), { recursive: true });
    await expect(openStore(folder)).rejects.toMatchObject({ reason: 'empty' });
  });

  test.each([
    ['its snapshots are', ['mark'], 'snapshots without the database'],
    ['its mark is', ['snapshots'], 'mark without the database'],
    ['both are', [], 'mark and snapshots without the database'],
  ])('nor made, where the database was removed and %s there', async (left, removed, got) => {
    const folder = await made(`left ${left}`);
    await (await openStore(folder)).close();
    for (const name of ['db', ...removed]) await rm(join(folder, name), { recursive: true });
    const refusal = { reason: 'incomplete', account: { got } };
    await expect(openStore(folder)).rejects.toMatchObject(refusal);
    await expect(initialiseStore(folder, cluster, n1)).rejects.toMatchObject(refusal);
  });
});

describe('a folder is made a store', () => {
  test('once', async () => {
    const folder = await made('twice');
    await expect(initialiseStore(folder, cluster, n1)).rejects.toMatchObject({ reason: 'occupied' });
  });

  test('where an earlier attempt was cut off', async () => {
    const folder = join(root, 'cut off');
    await mkdir(join(folder, 'db.unfinished'), { recursive: true });
    await writeFile(join(folder, 'db.unfinished', 'CURRENT'), 'MANIFEST-');
    await expect(openStore(folder)).rejects.toMatchObject({ reason: 'empty' });
    await initialiseStore(folder, cluster, n1);
    expect(await readdir(folder)).toEqual(['db']);
    await (await openStore(folder)).close();
  });
});
