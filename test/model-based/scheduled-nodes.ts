/**
 * Three nodes of the simulator, with their driver, disks, network and clients, whose messages, writes and timers happen in the
 * order that fast-check's scheduler chooses, and not in the order of their times.
 */
import fc from 'fast-check';
import { Cluster } from '#src/simulator/cluster.js';
import type { Make } from '#src/simulator/host.js';
import { lookBack } from '#src/simulator/run.js';
import type { Time } from '#src/simulator/timeline.js';
import { Trace } from '#src/simulator/trace.js';
import type { Watch } from '#src/simulator/watch.js';

export interface Choices {
  /** Of the order in which things happen, and of what the simulator draws. */
  readonly order: number;
  readonly seed: number;
  /** How often something has its turn. */
  readonly turns: number;
  readonly clients: number;
  readonly loss: number;
  readonly duplication: number;
}

/** So many milliseconds is something passed over for, when its turn comes too early: else timers would run out all the time. */
const PATIENCE_MS = 4;

/** Things are tasks of the scheduler. Each clock goes on to the time of whatever happens, so that all else is late. */
class Scheduled implements Time {
  now = 0;

  constructor(readonly scheduler: fc.Scheduler) {}

  after(ms: number, happen: () => void, name: string): () => void {
    const at = this.now + ms;
    let isPrevented = false;
    const plan = (passes: number): void => {
      const builder = async (): Promise<void> => {
        if (isPrevented) return;
        if (passes > 0) {
          plan(passes - 1);
          return;
        }
        this.now = Math.max(this.now, at);
        happen();
      };
      this.scheduler.scheduleSequence([{ label: name, builder }]);
    };
    plan(Math.floor(ms / PATIENCE_MS));
    return () => {
      isPrevented = true;
    };
  }

  skip(): void {}
}

/** Lets three nodes run for so many turns, or until a claim falls. */
export async function scheduledRun(
  { order, turns, seed, ...drawn }: Choices,
  make: Make,
): Promise<{ readonly watch: Watch; readonly trace: Trace }> {
  const [scheduler] = fc.sample(fc.scheduler(), { seed: order, numRuns: 1 });
  const trace = new Trace();
  const circumstances = { ...drawn, nodes: 3, lostEnd: 0, changeEveryMs: null };
  const cluster = new Cluster({ seed, make, tap: trace, circumstances }, new Scheduled(scheduler!));
  const { watch } = cluster;
  cluster.begin();
  await settled();
  for (let turn = 0; turn < turns && watch.failure === null && scheduler!.count() > 0; turn++) {
    await scheduler!.waitNext(1);
    await settled();
  }
  lookBack(cluster);
  return { watch, trace };
}

function settled(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
