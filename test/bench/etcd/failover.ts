/** How long nobody is served when the leader fails: from the fault to the first acknowledged write that was sent after it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from '../cluster/cluster.js';

/** What happens to a leader's process. */
export const FAULTS_ANYWHERE = ['killed', 'stopped'] as const;
/** And where members have networks of their own, to its network. */
export const FAULTS = [...FAULTS_ANYWHERE, 'cut off'] as const;

export type Fault = (typeof FAULTS)[number];

/** A write is sent so often, to each survivor, whether those before were acknowledged or not. */
const EVERY_MS = 10;
const PATIENCE_MS = 60_000;
/** Before the fault all is quiet for so long, and by chance up to twice as long: no fault keeps step with heartbeats. */
const QUIET_MS = 1_000;

export async function failover(cluster: Cluster, fault: Fault): Promise<number> {
  const leader = await cluster.settled();
  await pause(QUIET_MS * (1 + Math.random()));
  const survivors = cluster.names.filter((name) => name !== leader);
  const begin = performance.now();
  let servedAt: number | undefined;
  await strike(cluster, leader, fault);
  for (let index = 0; servedAt === undefined; index++) {
    for (const name of survivors)
      cluster.put(name, index).then(
        () => {
          servedAt ??= performance.now();
        },
        // Nobody leads yet: what is sent next will tell.
        () => {},
      );
    await pause(EVERY_MS);
    if (performance.now() - begin > PATIENCE_MS)
      throw new Error('expected a leader within a minute; got none');
  }
  await mend(cluster, leader, fault);
  await cluster.settled();
  return servedAt - begin;
}

async function strike(cluster: Cluster, leader: string, fault: Fault): Promise<void> {
  if (fault === 'killed') await cluster.kill(leader);
  else if (fault === 'stopped') cluster.signal(leader, 'SIGSTOP');
  else await cluster.putApart([leader]);
}

async function mend(cluster: Cluster, leader: string, fault: Fault): Promise<void> {
  if (fault === 'killed') cluster.start(leader);
  else if (fault === 'stopped') cluster.signal(leader, 'SIGCONT');
  else await cluster.putApart([]);
}
