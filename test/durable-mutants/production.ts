/** Production with one rule broken: its built files are copied, one of them is edited, and what it exports is imported. */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export type Production = typeof import('#src/index.js');

/** An edit of a built file. The text to be replaced has to occur in it once. */
export interface Edit {
  readonly file: string;
  readonly replace: string;
  readonly by: string;
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Gives production with those edits to a function, and then removes it. */
export async function withEdits(
  edits: readonly Edit[],
  use: (production: Production) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'synod-mutant-'));
  try {
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
    await cp(join(ROOT, 'dist/src'), join(folder, 'src'), {
      recursive: true,
      filter: (path) => !/\.(map|d\.ts)$/.test(path),
    });
    for (const edit of edits) await apply(folder, edit);
    await use(await import(pathToFileURL(join(folder, 'src/index.js')).href));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function apply(folder: string, { file, replace, by }: Edit): Promise<void> {
  const path = join(folder, 'src', file);
  const parts = (await readFile(path, 'utf8')).split(replace);
  if (parts.length !== 2)
    throw new Error(
      `expected the text once in ${file}, got it ${parts.length - 1} times: ${replace}; write the edit again`,
    );
  await writeFile(path, parts.join(by));
}
