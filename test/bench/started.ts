/** A benchmark as a process of its own: what it says while it runs, and whether anything is left of it. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { until } from '#test/transport/words.js';

export type Bench = ChildProcessByStdio<null, Readable, Readable>;

/**
 * With its temporary files in the folder, and in a group of its own, as at a terminal.
 *
 * @param program its file, from here
 */
export function started(
  program: string,
  words: readonly string[],
  { folder, path = process.env.PATH }: { readonly folder: string; readonly path?: string | undefined },
): Bench {
  return spawn(process.execPath, [fileURLToPath(new URL(program, import.meta.url)), ...words], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: folder, PATH: path },
  });
}

export function saidBy(bench: Bench, what: string): Promise<void> {
  return new Promise((resolve) =>
    bench.stderr.on('data', (said) => String(said).includes(what) && resolve()),
  );
}

export async function nothingIsLeft(folder: string): Promise<void> {
  await until(() => processesOf(folder).length === 0, 'all processes to end', 5_000);
  expect(readdirSync(folder)).toEqual([]);
}

/** Whatever became of a test, what it has started ends. */
export async function endAll(folder: string, bench: Bench | undefined): Promise<void> {
  bench?.kill('SIGTERM');
  await until(() => processesOf(folder).length === 0, 'all processes to end');
  rmSync(folder, { recursive: true });
}

/** Those that were started with the folder for their temporary files. */
export function processesOf(folder: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`TMPDIR=${folder}\0`);
    } catch {
      // It has just ended.
      return false;
    }
  });
}
