import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { clusterLimits, LIMITS } from '#src/paxos/limits.js';
import { type Backup, bytesOfBackup, readBackup, writeBackup } from '#src/storage/backup.js';

const folder = mkdtempSync(join(tmpdir(), 'synod-backup-'));
afterAll(() => rmSync(folder, { recursive: true }));

const session = { id: 1, lastUsed: 3, answered: 0, answers: [{ sequence: 1, slot: 3, answer: -1.5 }] };
const backup: Backup<unknown, unknown> = {
  cluster: 'orders 1',
  limits: clusterLimits(LIMITS),
  executed: {
    through: 7,
    enabled: 2,
    sessions: [session],
    // More than one piece, and more than one chunk of the file.
    state: {
      entries: Array.from({ length: 20_000 }, (_, index) => `entry ${index}`),
      bytes: Buffer.from('ä'),
    },
  },
};

test('a backup is read as it was written, under the hash of its bytes', async () => {
  const path = join(folder, 'whole');
  const written = await writeBackup(path, bytesOfBackup(backup));
  expect(written).toMatchObject({ ...backup, digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(await readBackup(path)).toEqual(written);
  expect(readFileSync(path).subarray(-32).toString('hex')).toBe(written.digest);
});

const whole = Buffer.concat([...bytesOfBackup(backup)]);
const flipped = Buffer.from(whole);
flipped[whole.length >> 1]! ^= 1;

test.each([
  ['cut off in the middle', whole.subarray(0, whole.length >> 1)],
  ['cut off before its last byte', whole.subarray(0, -1)],
  ['cut off in its title', whole.subarray(0, 5)],
  ['empty', Buffer.alloc(0)],
  ['longer than it was', Buffer.concat([whole, Buffer.from('x')])],
  ['changed in one bit', flipped],
  ['another file', Buffer.from('{ "cluster": "orders" }'.repeat(10_000))],
])('one that is %s is refused, and gets no name', async (name, bytes) => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  await expect(readBackup(path)).rejects.toMatchObject({
    reason: 'damaged',
    message: expect.stringContaining(path),
  });
  await expect(writeBackup(`${path}.copy`, [bytes])).rejects.toMatchObject({ reason: 'damaged' });
  expect(readdirSync(folder).filter((file) => file.includes('copy'))).toEqual([]);
});

test('one whose bytes do not come to their end leaves nothing behind', async () => {
  const path = join(folder, 'broken');
  const failing = function* () {
    yield whole.subarray(0, 100_000);
    throw new Error('the connection has ended');
  };
  await expect(writeBackup(path, failing())).rejects.toThrow('the connection has ended');
  expect(readdirSync(folder).filter((name) => name.startsWith('broken'))).toEqual([]);
});
