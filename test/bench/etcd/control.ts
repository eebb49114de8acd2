/** What the disk allows by itself, and what three processes of Node allow that do nothing but append, send and sync. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Load, load, valueAt, warmed } from '../cluster/load.js';
import { bareLog, together } from './bare-log.js';

const FOLLOWER = fileURLToPath(new URL('control-follower.js', import.meta.url));

/** Writers whose values are appended to one file together, and synced. */
export async function groupCommit(callers: number, forMs: number): Promise<Load> {
  const log = await bareLog();
  try {
    return await warmed((ms) => load((index) => log.append(valueAt(index)), { callers }, ms), forMs);
  } finally {
    await log.close();
  }
}

/**
 * The same in three processes, with a log each: what has come together is sent to both others, and written when two of the three have
 * synced it. No ballots, no encoding, no state.
 */
export async function replicated(callers: number, forMs: number): Promise<Load> {
  const log = await bareLog();
  const followers = [fork(FOLLOWER), fork(FOLLOWER)];
  try {
    await Promise.all(followers.map(started));
    const logs = [log.append, ...followers.map(appender)];
    const append = together((text) => secondOf(logs.map((each) => each(text))));
    return await warmed((ms) => load((index) => append(valueAt(index)), { callers }, ms), forMs);
  } finally {
    const ended = followers.map((follower) => once(follower, 'exit'));
    for (const follower of followers) follower.disconnect();
    await Promise.all(ended);
    await log.close();
  }
}

/** Resolves when it has a log. */
async function started(follower: ChildProcess): Promise<void> {
  const ended = async () => {
    const [code] = await once(follower, 'exit');
    throw new Error(`expected a process with a log of its own; it ended with ${code}`);
  };
  await Promise.race([once(follower, 'message'), ended()]);
}

/** Appends to a follower's log. It answers in the order in which it was sent to. */
function appender(follower: ChildProcess): (text: string) => Promise<void> {
  const waiting: (() => void)[] = [];
  follower.on('message', () => waiting.shift()?.());
  return (text) =>
    new Promise((resolve) => {
      waiting.push(resolve);
      follower.send(text);
    });
}

/** Resolves when two of them have. */
function secondOf(all: readonly Promise<void>[]): Promise<void> {
  let count = 0;
  return new Promise((resolve, reject) => {
    for (const one of all)
      one.then(() => {
        if (++count === 2) resolve();
      }, reject);
  });
}
