/** What happens to processes and their disks. Each fault is over when it resolves, and the members that it has struck run again. */

import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { files } from '#test/storage/mangling.js';
import type { Room } from './room.js';
import { canTrace } from './tracer.js';
import type { Trial } from './trial.js';
import { lengthsIn, loseUnsynced } from './written.js';

type Fault<Where extends Trial = Trial> = (trial: Where) => Promise<void>;

export async function kill(trial: Trial, names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => trial.processes.kill(name)));
  await trial.wait(0, 2);
  for (const name of names) trial.processes.run(name);
}

async function stop(trial: Trial, name: string): Promise<void> {
  trial.processes.stop(name);
  await trial.wait(0.5, 3);
  trial.processes.goOn(name);
}

/** As when the power fails: what no sync has made sure of may be gone. */
async function cutPower(trial: Trial, names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => trial.processes.kill(name)));
  for (const name of names) {
    const lost = loseUnsynced(trial.processes.folder(name), trial.syncsOf(name), trial.random);
    trial.count('unsynced bytes lost', lost);
  }
  await trial.wait(0, 2);
  for (const name of names) trial.processes.run(name);
}

/** A store is damaged while its member is down. It refuses to start, and gets its sound store back. */
async function damage(trial: Trial): Promise<void> {
  const name = trial.any();
  const { processes } = trial;
  await processes.kill(name);
  const folder = processes.folder(name);
  // Power that failed has taken the mark, and the member has not been open since: nothing tells of a lost end then.
  if (statSync(join(folder, 'mark')).size === 0) {
    processes.run(name);
    return;
  }
  const aside = mkdtempSync(join(tmpdir(), 'synod-aside-'));
  cpSync(folder, aside, { recursive: true });
  const log = liveLog(folder);
  const synced = canTrace ? (lengthsIn(trial.syncsOf(name))[log.name]?.synced ?? 0) : 0;
  if (synced > 0 && trial.random() < 0.5) truncateSync(log.path, Math.floor(trial.random() * synced));
  else await files.flip(log.path, trial.random(), Math.floor(8 * trial.random()));
  const said = await processes.refusal(name);
  // Harm to what was never acknowledged is none: the store is sound, and stays.
  trial.count(said === null ? 'damage to what was not acknowledged' : 'damaged stores refused');
  if (said !== null) {
    assertSays(said, /StorageError[\s\S]*reason: '(damaged|incomplete|unreadable|empty)'/);
    await trial.wait(0, 2);
    for (const entry of readdirSync(folder)) rmSync(join(folder, entry), { recursive: true });
    cpSync(aside, folder, { recursive: true });
    processes.run(name);
  }
  rmSync(aside, { recursive: true });
}

/** The log that the database was writing. */
function liveLog(folder: string): { readonly name: string; readonly path: string } {
  const names = readdirSync(join(folder, 'db')).filter((name) => name.endsWith('.log'));
  const name = names.sort().at(-1)!;
  return { name, path: join(folder, 'db', name) };
}

const LOW_BYTES = 100 << 20;
/** What is written while the disk shrinks has to fit. */
const NEXT_TO_NOTHING_BYTES = 32 << 10;
const FILLED_MS = 15_000;
/** The disk is asked every second. */
const NOTICED_MS = 1_500;

/** A disk becomes nearly full, then full, and is freed. */
async function fillDisk(trial: Trial<Room>, name: string): Promise<void> {
  const { processes, place } = trial;
  await place.leaveFree(name, LOW_BYTES);
  await pause(NOTICED_MS);
  const reply = await processes.call(name, { key: 'on a disk that is nearly full', add: 1 }, 500);
  if (reply?.type !== 'rejected')
    throw new Error(
      `expected ${name} to take no proposal on a disk that is nearly full; got ${JSON.stringify(reply)}`,
    );
  const ended = processes.ended(name);
  await place.leaveFree(name, NEXT_TO_NOTHING_BYTES);
  const saidAtEnd = await Promise.race([ended, pause(FILLED_MS)]);
  if (typeof saidAtEnd === 'string') assertSays(saidAtEnd, /No space left/);
  else {
    // A member that the others cannot reach has hardly anything to write.
    trial.count('disks that nothing more was written to');
    await processes.kill(name);
  }
  // A process that ends may free something, and a store whose log has just begun needs little.
  await place.leaveFree(name, 0);
  const said = await processes.refusal(name);
  if (said === null) throw new Error(`expected ${name} not to start on a full disk`);
  assertSays(said, /reason: 'full'/);
  await place.free(name);
  processes.run(name);
}

function assertSays(said: string, what: RegExp): void {
  if (!what.test(said)) throw new Error(`expected a member to end with ${what}; it said ${said}`);
}

/** One that may not be able to lead is asked for, through any other one. */
async function letLead(trial: Trial): Promise<void> {
  const reply = await trial.processes.change(trial.any(), 'lead', trial.any());
  trial.count(reply?.type === 'changed' ? 'leaderships handed over' : 'leaderships kept');
}

/** What can happen anywhere. */
export const processFaults: Readonly<Record<string, Fault>> = {
  kill: (trial) => kill(trial, [trial.any()]),
  'kill the leader': (trial) => kill(trial, [trial.leader]),
  'kill all': (trial) => kill(trial, trial.place.names),
  stop: (trial) => stop(trial, trial.any()),
  'stop the leader': (trial) => stop(trial, trial.leader),
  'let another lead': letLead,
  'damage a store': damage,
  ...(canTrace && {
    'cut the power of one': (trial: Trial) => cutPower(trial, [trial.any()]),
    'cut the power of all': (trial: Trial) => cutPower(trial, trial.place.names),
  }),
};

/** What needs disks of their own. */
export const diskFaults: Readonly<Record<string, Fault<Trial<Room>>>> = {
  'fill a disk': (trial) => fillDisk(trial, trial.any()),
  "fill the leader's disk": (trial) => fillDisk(trial, trial.leader),
};

export type { Fault };
