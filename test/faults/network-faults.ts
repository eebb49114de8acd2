/** What happens between processes, and to their clocks. Each fault is over when it resolves. */

import type { TcpProxy } from '#src/demo/tcp-proxy.js';
import type { Fault } from './process-faults.js';
import type { Proxies } from './proxies.js';
import type { Room } from './room.js';
import type { Trial } from './trial.js';

const DELAY_MAX_MS = 300;
const BYTES_MAX = 20_000;
const JUMP_MAX_MS = 90_000;

/** That is done to connections for a while. */
async function disturb(
  trial: Trial,
  proxies: readonly TcpProxy[],
  harm: (proxy: TcpProxy) => void,
): Promise<void> {
  for (const proxy of proxies) harm(proxy);
  await trial.wait(0.5, 5);
  for (const proxy of proxies) proxy.heal();
}

const silence = (proxy: TcpProxy): void => proxy.silence();
const shut = (proxy: TcpProxy): void => proxy.shut();

/** A monotonic clock jumps ahead; or, where leases rest on it, the time of day is set, ahead or back. */
async function step(trial: Trial): Promise<void> {
  const byMs = trial.random() ** 4 * JUMP_MAX_MS;
  if (trial.clocks === 'wild') trial.processes.jump(trial.any(), byMs);
  else trial.processes.jump(trial.any(), trial.random() < 0.5 ? byMs : -byMs, 'set');
  await trial.wait(0.5, 2);
}

/** What the proxies do. */
export const proxyFaults: Readonly<Record<string, Fault<Trial<Proxies>>>> = {
  'step of a clock': step,
  delay: (trial) => {
    const ms = Math.ceil(trial.random() * DELAY_MAX_MS);
    return disturb(trial, trial.place.all, (proxy) => proxy.delay(ms));
  },
  'cut within a frame': (trial) =>
    disturb(trial, trial.place.all, (proxy) => proxy.cutAfter(Math.ceil(trial.random() * BYTES_MAX))),
  'silence from one': (trial) => disturb(trial, trial.place.of(trial.leader).from, silence),
  'silence towards one': (trial) => disturb(trial, trial.place.of(trial.any()).to, silence),
  'nothing from one': (trial) => disturb(trial, trial.place.of(trial.any()).from, shut),
  'nothing towards one': (trial) => disturb(trial, trial.place.of(trial.leader).to, shut),
};

/** What the bridges do. */
export const bridgeFaults: Readonly<Record<string, Fault<Trial<Room>>>> = {
  'step of a clock': step,
  'one put apart': (trial) => putApart(trial, [trial.any()]),
  'the leader put apart': (trial) => putApart(trial, [trial.leader]),
  'a half put apart': (trial) => {
    const { names } = trial.place;
    const first = Math.floor(trial.random() * names.length);
    const turned = [...names.slice(first), ...names.slice(0, first)];
    return putApart(trial, turned.slice(0, names.length >> 1));
  },
};

async function putApart(trial: Trial<Room>, names: readonly string[]): Promise<void> {
  await trial.place.putApart(names);
  await trial.wait(1, 8);
  await trial.place.putApart([]);
}
