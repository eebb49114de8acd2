/** Many runs, one seed after the other: what they have met, how fast they were, and the first that went wrong. */
import type { Circumstances } from './circumstances.js';
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
  /** What is to be other than the seeds draw it. */
  readonly circumstances?: Partial<Circumstances>;
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
  /** Of the core alone, over what one replica of each run was given; 0 where no run came to its end. */
  readonly bareInputsPerSecond: number;
  /** Tells one campaign from another. */
  readonly digest: string;
}

export async function campaign(options: CampaignOptions): Promise<Campaign> {
  const { seed: first, seeds, steps: each, make = {}, circumstances = {}, signal, onProgress } = options;
  const sights = noSights();
  const bare = { inputs: 0, seconds: 0 };
  let [runs, steps, digest, seconds] = [0, 0, 0, 0];
  let failing: Run | null = null;
  for (let seed = first; seed < first + seeds && failing === null && !signal?.aborted; seed++) {
    const before = steps;
    const tape = new Tape(make.replica);
    const begun = performance.now();
    const done = await withoutStacks(() =>
      run({
        seed,
        steps: each,
        make,
        circumstances,
        ...(signal && { signal }),
        tap: tape,
        onProgress: (now) => onProgress?.(seed, before + now),
      }),
    );
    seconds += (performance.now() - begun) / 1000;
    steps += done.steps;
    if (done.failure === null) {
      // The core again, by itself, in the same conditions.
      const replayed = tape.replayed();
      bare.inputs += replayed.inputs;
      bare.seconds += replayed.seconds;
    }
    addSights(sights, done.sights);
    digest = Math.imul(digest ^ done.digest, 0x01000193) >>> 0;
    if (!done.isStopped) runs++;
    if (done.failure !== null) failing = done;
  }
  return {
    runs,
    steps,
    sights,
    failing,
    isStopped: signal?.aborted ?? false,
    inputsPerSecond: perSecond(steps, seconds),
    bareInputsPerSecond: perSecond(bare.inputs, bare.seconds),
    digest: digest.toString(16).padStart(8, '0'),
  };
}

/** Clients give up often. To note where each did, which nobody reads, takes a thirtieth of the time. */
async function withoutStacks<Done>(act: () => Promise<Done>): Promise<Done> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return await act();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Whether anything was met for which a cluster needs its protocol. */
export function isEvidence({ sights }: Pick<Campaign, 'sights'>): boolean {
  return DECISIVE.some((sight) => sights[sight] > 0);
}

/** 0 where there was nothing to measure. */
function perSecond(inputs: number, seconds: number): number {
  return seconds === 0 ? 0 : inputs / seconds;
}
