/** Numbers as people type and read them: counts, sizes of memory, durations. */

const COUNTS = { '': 1, k: 1e3, K: 1e3, M: 1e6, G: 1e9 };
const SIZES = { '': 1, B: 1, kB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };
const DURATIONS = { ms: 1, s: 1e3, m: 60e3, h: 3600e3 };

/**
 * A count such as `250000`, `10_000`, `1e6` or `5M`.
 *
 * @throws RangeError where it is none, saying what was expected.
 */
export function parseCount(text: string): number {
  return measure(text, COUNTS, 'a whole number above zero, such as 250000, 10_000, 1e6 or 5M');
}

/**
 * A size of memory in bytes, such as `512MiB`, `4GiB` or `2e9`.
 *
 * @throws RangeError where it is none, saying what was expected.
 */
export function parseSize(text: string): number {
  return measure(text, SIZES, 'a size such as 512MiB, 4GiB or 2GB (without a unit: bytes)');
}

/**
 * A duration in milliseconds, such as `500ms`, `30s`, `5m` or `1.5h`.
 *
 * @throws RangeError where it is none, saying what was expected.
 */
export function parseDuration(text: string): number {
  return measure(text, DURATIONS, 'a duration with its unit, such as 500ms, 30s, 5m or 1h');
}

function measure(text: string, units: Readonly<Record<string, number>>, expected: string): number {
  const [, digits, unit] = /^(\d+(?:_\d+)*(?:\.\d+)?(?:e\d+)?)\s?([A-Za-z]*)$/.exec(text.trim()) ?? [];
  const factor = unit === undefined ? undefined : units[unit];
  const value = Number(digits?.replaceAll('_', '')) * (factor ?? Number.NaN);
  if (!Number.isSafeInteger(value) || value < 1) throw new RangeError(`Expected ${expected}; got '${text}'.`);
  return value;
}

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** `8,220,065` */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** `1 state`, `12 states` */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `0.004 s`, `3.2 s`, `2 min 05 s` */
export function formatSeconds(seconds: number): string {
  if (seconds < 0.1) return `${seconds.toFixed(3)} s`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const rounded = Math.round(seconds);
  return `${Math.floor(rounded / 60)} min ${String(rounded % 60).padStart(2, '0')} s`;
}
