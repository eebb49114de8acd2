/** The clock for the checker's own use: it goes on while the doors to the outside are shut to the model (purity.ts). */

const { now: read } = performance;

/** Milliseconds, as `performance.now()` tells them. */
export function now(): number {
  return read.call(performance);
}
