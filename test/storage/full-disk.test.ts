/** A disk of a few megabytes becomes full, and is freed again. It needs namespaces of Linux; where there are none it is skipped. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const WRITER = fileURLToPath(import.meta.resolve('#test/storage/full-disk-writer.js'));
const MOUNT = 'mount -t tmpfs -o size=9m tmpfs "$0"';
const canMount = spawnSync('unshare', ['-rm', 'sh', '-c', MOUNT, tmpdir()]).status === 0;

test.skipIf(!canMount)(
  'after a full disk everything acknowledged is there, and nothing was written meanwhile (D8, D12)',
  async () => {
    const disk = await mkdtemp(join(tmpdir(), 'synod-full-'));
    const command = [MOUNT, `exec "${process.execPath}" "${WRITER}" "$0"`].join(' && ');
    const { stdout } = await promisify(execFile)('unshare', ['-rm', 'sh', '-c', command, disk]);
    await rm(disk, { recursive: true });
    const said = JSON.parse(stdout);
    expect(said).toMatchObject({
      failure: expect.stringContaining('No space left'),
      afterwards: 'latched',
      onFullDisk: 'full',
      isWhole: true,
    });
    // The write that failed may be there or not: nobody was told of it.
    expect([said.acknowledged, said.acknowledged + 1]).toContain(said.found);
    expect(said.acknowledged).toBeGreaterThan(100);
  },
);
