/** The program of a later version, for the tests of upgrades: this one, with what a later version might change. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROGRAM } from '#test/cli/synod.js';

/** A change of one place in a built file. */
export interface Change {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** It knows one kind of decree more, and speaks one version more with members that do too. */
export const ANOTHER_DECREE: readonly Change[] = [
  { file: 'paxos/versions.js', from: 'enable: 1,', to: 'enable: 1, kindOfLater: 99,' },
];

/** It writes its records in a format that this one cannot read, and reads those of this one. */
export const ANOTHER_FORMAT: readonly Change[] = [
  { file: 'storage/seal.js', from: 'const FORMAT = 2;', to: 'const FORMAT = 3;' },
  { file: 'storage/seal.js', from: 'format = FORMATS.record', to: 'format = 3' },
];

export interface Program {
  /** Its file. */
  readonly program: string;
  remove(): void;
}

/** @throws Error where a change finds no place. */
export function nextVersion(changes: readonly Change[]): Program {
  const [root, dist] = ['../../../', '../../'].map((path) => fileURLToPath(new URL(path, PROGRAM)));
  const folder = mkdtempSync(join(tmpdir(), 'synod-next-'));
  cpSync(join(dist!, 'src'), join(folder, 'dist/src'), { recursive: true });
  for (const room of ['model', 'spec']) symlinkSync(join(dist!, room), join(folder, 'dist', room));
  for (const name of ['package.json', 'node_modules']) symlinkSync(join(root!, name), join(folder, name));
  for (const { file, from, to } of changes) {
    const path = join(folder, 'dist/src', file);
    const source = readFileSync(path, 'utf8');
    const changed = source.replace(from, to);
    if (changed === source) throw new Error(`expected ${from} in ${path}; got none of it. Mend the change`);
    writeFileSync(path, changed);
  }
  return {
    program: join(folder, 'dist/src/cli/main.js'),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
