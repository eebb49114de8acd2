/** Many runs, one seed after the other: what they have met, how fast they were, and the first that went wrong. */
import type { Make } from './host.js';
import { type Run, run } from './run.js';
import { addSights, DECISIVE, noSights, type Sights } from './sights.js';
import { Tape } from './speed.js';

export interface CampaignOptions {
  /** The first seed; those after it follow one by one. */
  readonly seed: number;
  readonly seeds: number;
  /** The inputs under faults in each run. */
  readonly steps: number;
  /** How the nodes are made, where a mistake is to be planted. */
  readonly make?: Make;
  readonly signal?: AbortSignal;
  readonly onProgress?: (seed: number, steps: number) => void;
}

export interface Campaign {
  /** How many runs came to their end, or to a failure. */
  readonly runs: number;
  readonly steps: number;
  readonly sights: Sights;
  /** The run in which a claim fell: it was the last. */
  readonly failing: Run | null;
  readonly isStopped: boolean;
  /** Of the whole: replicas, drivers, network, disks, clients and checks. */
  readonly inputsPerSecond: number;
  /** Of the core alone, over what one replica of the first run was given. */
  readonly bareInputsPerSecond: number;
  /** Tells one campaign from another. */
  readonly digest: string;
}

export async function campaign(options: CampaignOptions): Promise<Campaign> {
  const { seed: first, seeds, steps: each, make = {}, signal, onProgress } = options;
  const begun = performance.now();
  const sights = noSights();
  const tape = new Tape();
  let [runs, steps, digest] = [0, 0, 0];
  let failing: Run | null = null;
  for (let seed = first; seed < first + seeds && failing === null && !signal?.aborted; seed++) {
    const before = steps;
    const done = await run({
      seed,
      steps: each,
      make,
      ...(signal && { signal }),
      ...(seed === first && { tap: tape }),
      onProgress: (now) => onProgress?.(seed, before + now),
    });
    steps += done.steps;
    addSights(sights, done.sights);
    digest = Math.imul(digest ^ done.digest, 0x01000193) >>> 0;
    if (!done.isStopped) runs++;
    if (done.failure !== null) failing = done;
  }
  const seconds = (performance.now() - begun) / 1000;
  return {
    runs,
    steps,
    sights,
    failing,
    isStopped: signal?.aborted ?? false,
    inputsPerSecond: steps / seconds,
    bareInputsPerSecond: tape.inputsPerSecond(),
    digest: digest.toString(16).padStart(8, '0'),
  };
}

/** Whether anything was met for which a cluster needs its protocol. */
export function isEvidence({ sights }: Pick<Campaign, 'sights'>): boolean {
  return DECISIVE.some((sight) => sights[sight] > 0);
}
