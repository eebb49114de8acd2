/** A folder for what the commands of a test file read and write. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** To be called once by a file of tests, after which the folder is removed. */
export function temporaryFolder(name: string) {
  const folder = mkdtempSync(join(tmpdir(), `synod-${name}-`));
  afterAll(() => rmSync(folder, { recursive: true }));
  return {
    folder,
    /** Writes a file into the folder, and says where it is. */
    file: (named: string, content: string): string => {
      writeFileSync(join(folder, named), content);
      return join(folder, named);
    },
  };
}
