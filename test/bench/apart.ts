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

/**
 * Runs two such processes at once, which share nothing but the machine: its caches, its memory, and the processors that the compiler
 * and the collector of each need as well.
 *
 * @returns the first one, with the time that they took on average.
 */
export async function measuredBeside(words: readonly string[]): Promise<Measurement> {
  const [one, other] = await Promise.all([measuredApart(words), measuredApart(words)]);
  const seconds = (one.seconds + other.seconds) / 2;
  return {
    ...one,
    model: `${one.model}, beside another`,
    seconds,
    statesPerSecond: Math.round(one.states / seconds),
    transitionsPerSecond: Math.round(one.transitions / seconds),
  };
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
