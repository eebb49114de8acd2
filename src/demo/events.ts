/** What happens to the cluster in the demo, what is claimed of it then, and which chapter of the book explains it. */
import { plural } from '../terminal/units.js';
import { ask } from './ask.js';
import type { Stage } from './stage.js';

/** For so long one can look at what has happened, and so long nothing may be acknowledged without a majority. */
const LOOK_MS = 1_000;

export type Event = (stage: Stage) => Promise<void>;

export const events: readonly Event[] = [
  begin,
  killTheLeader,
  cutOffTheLeader,
  pauseTheLeader,
  replaceTheLeader,
  killAMajority,
  killAll,
];

export async function begin(stage: Stage): Promise<void> {
  stage.event('Three processes form a cluster, and four clients write.', '16');
  await stage.aLeader();
  await stage.writesGoOn();
}

export async function killTheLeader(stage: Stage): Promise<void> {
  const leader = await leaderOf(stage);
  await stage.cluster.kill(leader);
  stage.event(`${leader}, the leader, is killed (kill -9).`, '09');
  await stage.aLeader();
  await stage.writesGoOn();
  await stage.nothingIsLost();
  await stage.pause(LOOK_MS);
  await bringBack(stage, leader, 'is started again');
}

async function cutOffTheLeader(stage: Stage): Promise<void> {
  const leader = await leaderOf(stage);
  stage.cluster.cutOff(leader);
  stage.event(`${leader}, the leader, is cut off: it reaches clients, but no other node.`, '06');
  await stage.aLeader();
  await stage.writesGoOn();
  const key = `apart/${leader}`;
  stage.ledger.send(key, 'apart');
  const put = { method: 'PUT', body: { value: 'apart', expected: 0 } } as const;
  const answered = await ask(`${stage.cluster.url(leader)}/v1/keys/${encodeURIComponent(key)}`, 500, put);
  stage.claim(`${leader} acknowledges no write that is sent to it`, answered?.status !== 200);
  await stage.nothingIsLost();
  await bringBack(stage, leader, 'reaches the others again');
}

async function pauseTheLeader(stage: Stage): Promise<void> {
  const leader = await leaderOf(stage);
  stage.cluster.pause(leader);
  stage.event(`${leader}, the leader, is paused (SIGSTOP), and will not notice.`, '11');
  await stage.aLeader();
  await stage.writesGoOn();
  await stage.pause(LOOK_MS);
  stage.cluster.restore(leader);
  stage.event(`${leader} wakes up, and goes on as if it still led (SIGCONT).`, '12');
  await stage.isBack(leader);
  await stage.nothingIsLost(leader);
}

export async function replaceTheLeader(stage: Stage): Promise<void> {
  const { cluster, watch } = stage;
  const leader = await leaderOf(stage);
  const others = cluster.names.filter((name) => name !== leader);
  const through = others[0]!;
  const added = `n${cluster.names.length + 1}`;
  stage.event(`${added} is added. It observes: it hears what is decided, and has no vote.`, '24');
  const isAdded = await cluster.add(added, (address) =>
    stage.change<object>(through, '', { method: 'POST', body: { id: added, address } }),
  );
  if (!isAdded) return;
  watch.follow(added);
  await stage.isBack(added);
  if ((await stage.change(through, `/${added}/promote`, { method: 'POST' })) === null) return;
  stage.event(`${added} has caught up, and is promoted.`, '24');
  await stage.vote(leader, ...others, added);
  if ((await stage.change(through, `/${leader}`, { method: 'DELETE' })) === null) return;
  stage.event(`${leader}, the leader, is removed.`, '24');
  try {
    await stage.comes(
      () => watch.said(leader)?.membership === 'removed',
      () => `${leader} has learned it`,
      `that ${leader} learns it`,
    );
    // They have all that was decided with its vote, and can do without it.
    await stage.vote(...others, added);
  } finally {
    await cluster.remove(leader);
  }
  await stage.aLeader();
  await stage.writesGoOn();
  await stage.nothingIsLost();
}

async function killAMajority(stage: Stage): Promise<void> {
  const { cluster, ledger } = stage;
  const leader = await leaderOf(stage);
  const others = cluster.names.filter((name) => name !== leader);
  await Promise.all(others.map((name) => cluster.kill(name)));
  const begin = ledger.now();
  stage.event(`${others.join(' and ')} are killed. ${leader}, the leader, is alone.`, '10');
  await stage.pause(2 * LOOK_MS);
  const count = ledger.acknowledgedSince(begin);
  stage.claim(
    count === 0
      ? 'no write that is sent now is acknowledged'
      : `${plural(count, 'write')} acknowledged that a majority cannot have`,
    count === 0,
  );
  for (const name of others) cluster.start(name);
  stage.event(`${others.join(' and ')} are started again.`, '17');
  await stage.aLeader();
  await stage.writesGoOn();
  await stage.nothingIsLost();
}

export async function killAll(stage: Stage): Promise<void> {
  const { cluster } = stage;
  await leaderOf(stage);
  await Promise.all(cluster.names.map((name) => cluster.kill(name)));
  stage.event('All are killed at once. What they know is on their disks.', '14');
  await stage.pause(LOOK_MS);
  for (const name of cluster.names) cluster.start(name);
  stage.event('All are started again.', '16');
  await stage.aLeader();
  await stage.writesGoOn();
  await stage.nothingIsLost();
}

/** A leader that all follow, so that what comes next is done to the one that leads. */
async function leaderOf(stage: Stage): Promise<string> {
  return stage.watch.leader ?? (await stage.aLeader());
}

async function bringBack(stage: Stage, name: string, how: string): Promise<void> {
  stage.cluster.restore(name);
  stage.event(`${name} ${how}.`, '17');
  await stage.isBack(name);
}
