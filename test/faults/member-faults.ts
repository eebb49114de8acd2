/** Members that come and go while clients are served. Each change is over when it resolves, and there are as many members as before. */

import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from '#src/storage/identity.js';
import type { Change } from './machine.js';
import { type Fault, kill } from './process-faults.js';
import type { Trial } from './trial.js';

const AGAIN_MS = 200;
/** The last change is waited for when nothing fails any more. */
const WITHIN_MS = 120_000;

/** Why a member is not removed that is gone already. */
const NO_MEMBER = 'noMember';

/** How often the leader is killed while a member is replaced. */
const WITHOUT_LEADER = 0.4;

/**
 * Has a member removed, its store deleted, and another life of it added and promoted: by whichever other member is asked, again and
 * again, since others fail meanwhile.
 */
async function replace(trial: Trial, name: string): Promise<void> {
  const { processes } = trial;
  const isLed = trial.random() >= WITHOUT_LEADER;
  const leader = trial.leader;
  const killing = isLed || leader === name ? undefined : kill(trial, [leader]);
  let cluster: Cluster | null = null;
  while (cluster === null) {
    await change(trial, 'remove', name);
    await processes.kill(name);
    // Where it is not known what came of it, another life is removed that nobody has begun.
    cluster = await change(trial, 'add', name);
  }
  const folder = processes.folder(name);
  for (const entry of readdirSync(folder)) rmSync(join(folder, entry), { recursive: true });
  await processes.initialise(name, cluster);
  processes.run(name);
  await change(trial, 'promote', name);
  await killing;
}

/** Returns what an added member is made of; null for another change, or where it is not known what came of an addition. */
async function change(trial: Trial, kind: Change, name: string): Promise<Cluster | null> {
  const { processes } = trial;
  const isThere = (other: string): boolean => other !== name && processes.isRunning(other);
  let last = 'nobody was there to ask';
  for (const end = performance.now() + WITHIN_MS; performance.now() < end; await pause(AGAIN_MS)) {
    const others = processes.names.filter(isThere);
    if (others.length === 0) continue;
    const reply = await processes.change(trial.oneOf(others), kind, name);
    if (reply?.type === 'changed') {
      trial.count(`${kind}s`);
      return reply.cluster;
    }
    const isRejected = reply?.type === 'rejected';
    last = isRejected ? reply.why : 'no answer';
    if (isRejected && kind === 'remove' && reply.why.includes(NO_MEMBER)) return null;
    trial.count(`${kind}s ${isRejected ? 'rejected' : 'of which nothing is known'}`);
    if (!isRejected && kind === 'add') return null;
  }
  throw new Error(
    `expected ${name} to be changed (${kind}) within ${WITHIN_MS} ms; got at last: ${last}\n${processes.errors}`,
  );
}

export const memberFaults: Readonly<Record<string, Fault>> = {
  'replace a member': (trial) => replace(trial, trial.any()),
  'replace the leader': (trial) => replace(trial, trial.leader),
};
