/** Searches in processes of their own, and which of several counts. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Measurement } from './measure.js';

/**
 * Runs `bench` in a process of its own: no search finds the compiler of JavaScript with its work done by another, and the peak of memory is
 * the search's. What it prints counts, whatever its exit code.
 */
export async function measuredApart(words: readonly string[], signal?: AbortSignal): Promise<Measurement> {
  const bench = fileURLToPath(new URL('bench.js', import.meta.url));
  const running = promisify(execFile)(process.execPath, [bench, ...words, '--json'], {
    ...(signal && { signal }),
  });
  const { stdout } = await running.catch((error: Error & { readonly stdout?: string }) => {
    if (error.stdout) return { stdout: error.stdout };
    throw error;
  });
  return JSON.parse(stdout);
}

/** The run that took neither long nor short among several. */
export function middle<Run extends { readonly seconds: number }>(runs: readonly Run[]): Run {
  const sorted = runs.toSorted((a, b) => a.seconds - b.seconds);
  return sorted[Math.ceil(sorted.length / 2) - 1]!;
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
}
