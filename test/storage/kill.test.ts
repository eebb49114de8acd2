/** A process is killed between writes, again and again: whatever was acknowledged is there afterwards. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { decidedThrough } from '#src/paxos/log.js';
import { initialiseStore, openStore } from '#src/storage/store.js';
import { keptAfterWrites } from '#test/storage/long-history.js';
import { cluster, type State } from '#test/storage/words.js';
import { n1 } from '#test/unit/paxos/log-words.js';

const WRITER = fileURLToPath(import.meta.resolve('#test/storage/writer.js'));

/** Lets a process write, and kills it after so many acknowledgements. Returns the last one. */
async function writeUntilKilled(folder: string, acknowledgements: number): Promise<number> {
  const writer = spawn(process.execPath, [WRITER, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  let seen = 0;
  writer.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    seen += text.split('\n').length - 1;
    if (seen >= acknowledgements) writer.kill('SIGKILL');
  });
  await once(writer, 'close');
  expect(writer.signalCode).toBe('SIGKILL');
  return Number(said.trimEnd().split('\n').at(-1));
}

test('what was acknowledged is read back after a kill, however often', async () => {
  const root = await mkdtemp(join(tmpdir(), 'synod-kill-'));
  const folder = join(root, 'store');
  await initialiseStore(folder, cluster, n1);
  for (const [round, acknowledgements] of [1, 40, 7, 100, 23].entries()) {
    const acknowledged = await writeUntilKilled(folder, acknowledgements);
    const store = await openStore<string, State, number>(folder);
    const kept = await store.load();
    const found = decidedThrough(kept.log);
    // One write may have been under way.
    expect([acknowledged, acknowledged + 1]).toContain(found);
    expect(kept).toEqual(keptAfterWrites(found));
    expect(store.start).toBe(2 * (round + 1));
    await store.close();
  }
  await rm(root, { recursive: true });
});
