/** One run: so many inputs under faults, each step looked at, then calm, in which everything has to come to rest. */
import { ProtocolViolation } from '../paxos/violation.js';
import { Cluster, type ClusterOptions } from './cluster.js';
import type { Failure } from './failure.js';
import { againstHistory } from './history.js';
import { CALM_DELAY_MS } from './network.js';
import type { Sights } from './sights.js';
import { type Happening, Timeline } from './timeline.js';

export interface RunOptions extends ClusterOptions {
  /** The inputs that replicas are given under faults. */
  readonly steps: number;
  /** Aborted when somebody wants to stop. */
  readonly signal?: AbortSignal;
  /** Is told now and then how many inputs were given so far. */
  readonly onProgress?: (steps: number) => void;
  /** What is to happen under faults, in this order, and nothing else. */
  readonly script?: readonly Happening[];
  /** It goes on when a claim has fallen: somebody else is to judge what its nodes do. */
  readonly isUnjudged?: boolean;
  /** It ends with the faults. */
  readonly isWithoutCalm?: boolean;
  /** Is told what has happened under faults. */
  readonly onHappening?: (happening: Happening) => void;
}

export interface Run {
  readonly seed: number;
  /** The inputs that replicas were given, those of the calm included. */
  readonly steps: number;
  /** All that happened, inputs or not. */
  readonly events: number;
  readonly atMs: number;
  /** The same for each run of a seed. */
  readonly digest: number;
  readonly sights: Sights;
  /** The numbers of the faults that came. */
  readonly faults: readonly number[];
  readonly failure: Failure | null;
  /** It was stopped before its end. */
  readonly isStopped: boolean;
}

/** The round trips, of a network that is well, within which all has to come to rest once the faults have ended. */
export const ROUND_TRIPS_MAX = 1_000;

/** So many events pass before the event loop has its turn, in which somebody may ask to stop. */
const EVENTS_IN_A_ROW = 2_000;

export async function run(options: RunOptions): Promise<Run> {
  const timeline = new Timeline(options.script !== undefined || options.onHappening !== undefined);
  const cluster = new Cluster(options, timeline);
  const { watch, faults } = cluster;
  cluster.begin();
  let events = await passUnderFaults(cluster, timeline, options);
  if (watch.failure === null && !options.signal?.aborted && !options.isWithoutCalm)
    events += await comeToRest(cluster, timeline, options);
  lookBack(cluster);
  return {
    seed: options.seed,
    steps: watch.steps,
    events,
    atMs: timeline.now,
    digest: watch.digest,
    sights: watch.sights,
    faults: faults.map(({ number }) => number),
    failure: watch.failure,
    isStopped: options.signal?.aborted ?? false,
  };
}

/** Returns how much has happened, as those do that follow. */
async function passUnderFaults(cluster: Cluster, timeline: Timeline, options: RunOptions): Promise<number> {
  const { steps, script, onHappening } = options;
  const left = script?.toReversed();
  const next = left ? () => timeline.takeLast(left) : () => timeline.next();
  return pass(cluster, options, () => {
    const happened = left || cluster.watch.steps < steps ? next() : null;
    if (happened !== null) onHappening?.(happened);
    return happened !== null;
  });
}

/** Lets one thing after the other happen until none is left, something is wrong, or somebody wants to stop. */
async function pass(
  { watch }: Cluster,
  { signal, onProgress, isUnjudged }: RunOptions,
  next: () => boolean,
): Promise<number> {
  let events = 0;
  while (watch.failure === null || isUnjudged) {
    try {
      if (!next()) return events;
    } catch (error) {
      if (!(error instanceof ProtocolViolation)) throw error;
      watch.fail('no node finds a guarantee broken', String(error), error.name);
    }
    await settled();
    if (++events % EVENTS_IN_A_ROW !== 0) continue;
    onProgress?.(watch.steps);
    await new Promise((resolve) => setImmediate(resolve));
    if (signal?.aborted) return events;
  }
  return events;
}

/** Everything that follows from promises has happened: Node runs what `nextTick` is given when no microtask is left. */
function settled(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

async function comeToRest(cluster: Cluster, timeline: Timeline, options: RunOptions): Promise<number> {
  const { clients, watch } = cluster;
  cluster.calmDown();
  const end = timeline.now + ROUND_TRIPS_MAX * 2 * CALM_DELAY_MS;
  const executed = (): readonly number[] => cluster.members.map(({ node }) => node?.status.executed ?? -1);
  const isAtRest = (): boolean =>
    clients.every(({ isContent }) => isContent) &&
    executed().every((slot) => slot === watch.reference.through);
  const goesOn = (): boolean => !isAtRest() && timeline.now <= end;
  const events = await pass(cluster, options, () => goesOn() && timeline.next() !== null);
  if (isAtRest() || options.signal?.aborted) return events;
  const waiting = clients.filter(({ isContent }) => !isContent).map(({ name }) => name);
  watch.fail(
    'there is progress once the faults have ended',
    `expected an answer for each client, and all nodes at one slot, within ${ROUND_TRIPS_MAX} round trips; ` +
      `got none for [${waiting}], and slots [${executed()}] of ${watch.reference.through}`,
  );
  return events;
}

/** What can be told only at the end of a run. */
export function lookBack(cluster: Cluster): void {
  const { calls, watch } = cluster;
  watch.lookAtRejected();
  if (watch.failure !== null) return;
  const against = againstHistory(calls, (id) => watch.reference.answerTo(id));
  if (against !== null) watch.fail('what clients see is linearizable', against);
}
