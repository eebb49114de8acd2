/** One measured search: how much was explored, in what time, and in how much memory. */
import type { Exploration, ExploreOptions, Verdict } from '#model/index.js';
import type { Check } from '#test/reference/reference.js';

/** What the benchmark reports, and prints as JSON. */
export interface Measurement {
  readonly model: string;
  /** By the parameter's name. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly workers: number;
  readonly states: number;
  readonly transitions: number;
  /** Levels; the initial state is at 1. */
  readonly depth: number;
  /** The search alone, without loading and building. */
  readonly seconds: number;
  /** The time that all of the process's threads took of processors meanwhile, the compiler's and the collector's included. */
  readonly processorSeconds: number;
  readonly statesPerSecond: number;
  readonly transitionsPerSecond: number;
  /** Calls into XState. */
  readonly localSteps: number;
  /**
   * What the process's memory grew by, for each state: (peak RSS − RSS just before the search) / states. The peak
   * is the whole process's, so with few states it says more about loading than about the search: an upper bound.
   */
  readonly bytesPerState: number;
  readonly rssBeforeBytes: number;
  readonly rssPeakBytes: number;
  readonly verdict: Verdict;
  /** Which budget ran out, where the search did not finish. */
  readonly stopped?: Exploration['stopped'];
  /** Beside others: what a state took of time, to what one of the first of them took in the same turn; the median of all turns. */
  readonly timeToFirst?: number;
}

/** Explores and measures. The process should be a fresh one, or its past counts in the peak of memory. */
export async function measure(
  model: string,
  parameters: Readonly<Record<string, number>>,
  check: Check,
  options: ExploreOptions,
): Promise<Measurement> {
  const rssBeforeBytes = process.memoryUsage.rss();
  const before = process.cpuUsage();
  const exploration = await check.explore(options);
  const { user, system } = process.cpuUsage(before);
  const rssPeakBytes = process.resourceUsage().maxRSS * 1024;
  const { states, transitions, depth, seconds, localSteps, stopped } = exploration;
  return {
    model,
    parameters,
    workers: options.workers ?? 1,
    states,
    transitions,
    depth,
    seconds,
    processorSeconds: (user + system) / 1e6,
    statesPerSecond: Math.round(states / seconds),
    transitionsPerSecond: Math.round(transitions / seconds),
    localSteps,
    bytesPerState: Number(((rssPeakBytes - rssBeforeBytes) / states).toFixed(1)),
    rssBeforeBytes,
    rssPeakBytes,
    verdict: verdictOf(exploration),
    ...(stopped && { stopped }),
  };
}

/** One verdict for all the properties of a search. */
function verdictOf({ results, complete }: Exploration): Verdict {
  const verdicts = results.map(({ verdict }) => verdict);
  if (verdicts.includes('fails')) return 'fails';
  return complete && !verdicts.includes('not finished') ? 'holds' : 'not finished';
}
