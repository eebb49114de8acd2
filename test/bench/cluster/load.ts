/** Loads: closed, whose callers wait for answers, and open, whose calls are made when they are due, whether others were answered or not. */
import { setTimeout as pause } from 'node:timers/promises';

export type Kind = 'write' | 'read';

/** So many callers, each of whom calls again as soon as the last call was answered; or so many calls a second. */
export type Pace = { readonly callers: number } | { readonly perSecond: number };

export interface Load {
  /** The calls that were answered, and how many of them in a second. */
  readonly count: number;
  readonly value: number;
  /** So many milliseconds calls took at most: one in two, and all but one in a hundred. */
  readonly p50: number;
  readonly p99: number;
}

/** Keys are used again and again, so that no table grows with the number of writes. */
export const KEYS = 256;
export const VALUE_BYTES = 100;

export function keyAt(index: number): string {
  return `key-${index % KEYS}`;
}

/** Values of so many bytes, different in each write where they have room for its number. */
export function valuesOf(bytes: number): (index: number) => string {
  const filling = 'v'.repeat(bytes);
  return (index) => (index + filling).slice(0, bytes);
}

export const valueAt = valuesOf(VALUE_BYTES);

/** The unmeasured load before each measured one lasts so many times as long. */
const WARMING_TIMES = 3;

/**
 * A load after the same one, unmeasured: a program that was idle for a while compiles its code again.
 *
 * @param run makes a load of so many milliseconds
 */
export async function warmed<Result>(
  run: (forMs: number) => Promise<Result>,
  forMs: number,
): Promise<Result> {
  await run(WARMING_TIMES * forMs);
  return run(forMs);
}

/** @param call rejects where it was not answered, which ends the load: a figure with failures in it says nothing */
export async function load(
  call: (index: number) => Promise<unknown>,
  pace: Pace,
  forMs: number,
): Promise<Load> {
  const latencies: number[] = [];
  const begin = performance.now();
  if ('callers' in pace) await inTurn(call, pace.callers, forMs, latencies);
  else await whenDue(call, pace.perSecond, forMs, latencies);
  const seconds = (performance.now() - begin) / 1000;
  const sorted = latencies.sort((a, b) => a - b);
  const atMost = (share: number): number => sorted[Math.floor(share * sorted.length)]!;
  return { count: sorted.length, value: sorted.length / seconds, p50: atMost(0.5), p99: atMost(0.99) };
}

async function inTurn(
  call: (index: number) => Promise<unknown>,
  callers: number,
  forMs: number,
  latencies: number[],
): Promise<void> {
  const begin = performance.now();
  let index = 0;
  const work = async (): Promise<void> => {
    for (let before = begin; before - begin < forMs; ) {
      await call(index++);
      const after = performance.now();
      latencies.push(after - before);
      before = after;
    }
  };
  await Promise.all(Array.from({ length: callers }, work));
}

/** The latency of a call counts from when it was due, so that one that could not be made in time is not taken for a quick one. */
async function whenDue(
  call: (index: number) => Promise<unknown>,
  perSecond: number,
  forMs: number,
  latencies: number[],
): Promise<void> {
  const begin = performance.now();
  const calls: Promise<void>[] = [];
  const failures: unknown[] = [];
  const make = async (index: number, due: number): Promise<void> => {
    try {
      await call(index);
      latencies.push(performance.now() - due);
    } catch (error) {
      failures.push(error);
    }
  };
  for (let index = 0; failures.length === 0; index++) {
    const due = begin + (1_000 * index) / perSecond;
    if (due - begin >= forMs) break;
    const early = due - performance.now();
    if (early > 0) await pause(early);
    calls.push(make(index, due));
  }
  await Promise.all(calls);
  if (failures.length > 0) throw failures[0];
}
