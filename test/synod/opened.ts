/** Members that a test opens, in a folder that is removed after it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { SynodOptions } from '#src/synod/options.js';
import { Synod } from '#src/synod/synod.js';
import { machine, type State } from './room.js';

/** For all tests of a file: a folder of its own for each, and its members, which are closed at the end. */
export function opening() {
  let folder = '';
  const open: Synod<string, State, number>[] = [];
  const closeAll = () => Promise.all(open.splice(0).map((node) => node.close()));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'synod-open-'));
  });
  afterEach(async () => {
    await closeAll();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    closeAll,
    path: (...names: readonly string[]) => join(folder, ...names),
    /** A member of a cluster of its own, unless the options say otherwise. */
    alone: async (options: Partial<SynodOptions<string, State, number>> = {}) => {
      const limits = { electionMs: 50, heartbeatMs: 10, resendMs: 20 };
      const node = await Synod.open<string, State, number>({ folder, machine, limits, ...options });
      open.push(node);
      return node;
    },
  };
}
