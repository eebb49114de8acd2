import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createJiti } from 'jiti';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface Told {
  readonly answer: number;
}

test('the cluster of the README proposes, applies, loses its leader, and goes on', async () => {
  const readme = await readFile(join(ROOT, 'src/node/README.md'), 'utf8');
  const code = /```ts\n(.*?)```/s.exec(readme)![1]!;
  expect(code.trim().split('\n').length).toBeLessThanOrEqual(20);
  const folder = await mkdtemp(join(tmpdir(), 'synod-readme-'));
  try {
    await mkdir(join(folder, 'node_modules'));
    await symlink(ROOT, join(folder, 'node_modules/synod'), 'junction');
    await writeFile(join(folder, 'cluster.ts'), `${code}\nexport { before, after, now };\n`);
    const jiti = createJiti(folder);
    const { before, after, now } =
      await jiti.import<Record<'before' | 'after' | 'now', Told>>('./cluster.ts');
    expect([before.answer, after.answer, now.answer]).toEqual([40, 42, 42]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
