/**
 * Makes a failing run smaller: it leaves out faults, and asks for less of everything, as long as the same claim falls.
 *
 * Faults are drawn by themselves, so leaving one out keeps the rest. What then happens may be another run altogether; that the same
 * claim falls in it is what counts.
 */
import type { Circumstances } from './circumstances.js';
import { type Run, type RunOptions, run } from './run.js';
import { Trace } from './trace.js';

export interface Minimised {
  readonly run: Run;
  readonly trace: Trace;
  /** How many runs it took to find it. */
  readonly tried: number;
}

/** Each is tried by itself, and kept where the claim falls with it. */
const LESS: readonly Partial<Circumstances>[] = [
  { loss: 0 },
  { duplication: 0 },
  { late: 0 },
  { clients: 2 },
  { clients: 1 },
  { reads: 0 },
  { registers: 1 },
];

/** So many runs are tried at most. */
const RUNS_MAX = 80;

/** So many inputs later than before may the claim fall in a run that is tried. */
const SLACK = 1_000;

export async function minimise(options: RunOptions, failing: Run): Promise<Minimised> {
  const claim = failing.failure!.claim;
  let [best, chosen, tried] = [failing, options, 0];
  const attempt = async (next: RunOptions): Promise<boolean> => {
    if (tried >= RUNS_MAX || options.signal?.aborted) return false;
    tried++;
    // Where the calm begins matters to a claim that falls in it, so that a shorter run is another one.
    const shorter = { ...next, steps: Math.min(chosen.steps, best.steps + SLACK) };
    const found = await run(shorter);
    if (found.failure?.claim !== claim) return false;
    [best, chosen] = [found, shorter];
    return true;
  };
  for (const less of LESS) await attempt({ ...chosen, circumstances: { ...chosen.circumstances, ...less } });
  const leftOut = new Set<number>();
  for (let size = Math.ceil(best.faults.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (const chunk of chunksOf(best.faults, size)) {
      const without = new Set([...leftOut, ...chunk]);
      if (await attempt({ ...chosen, isLeftOut: (fault) => without.has(fault) }))
        for (const fault of chunk) leftOut.add(fault);
    }
  const trace = new Trace();
  const last = await run({ ...chosen, tap: trace });
  return { run: last, trace, tried };
}

/** The later faults first: most of the early ones turn out not to matter. */
function chunksOf(faults: readonly number[], size: number): readonly (readonly number[])[] {
  const chunks: (readonly number[])[] = [];
  for (let at = 0; at < faults.length; at += size) chunks.push(faults.slice(at, at + size));
  return chunks.reverse();
}
