/** A cluster is brought to a later version one member after the other, and uses it when all have it. */
import { afterEach, expect, test } from 'vitest';
import type { Versions } from '#src/node/handshake.js';
import { openNode, type SynodNode } from '#src/node/node.js';
import { systemClock } from '#src/node/system-clock.js';
import { KINDS, UnknownVersion } from '#src/paxos/versions.js';
import { memoryStorage } from '#src/storage/memory-storage.js';
import { memoryNetwork } from '#src/transport/memory-network.js';
import { until } from '#test/transport/words.js';
import { first, n1, n2, n3 } from '#test/unit/paxos/log-words.js';
import { machine, type State } from '#test/unit/paxos/replica-words.js';

const limits = { alpha: 8, proposalsMax: 8, electionMs: 40, heartbeatMs: 10, resendMs: 20 };
/** A program in which a later version has brought a kind of decree. */
const kinds = { ...KINDS, kindOfLater: 2 };
const OLD: Versions = { version: 1, versionMax: 1 };
const NEW: Versions = { version: 1, versionMax: 2 };
const open = new Map<string, SynodNode<string, State, number>>();

afterEach(() => {
  for (const node of open.values()) node.close();
});

test('a version is enabled when the last member knows it, and an older program is not started any more', async () => {
  const network = memoryNetwork();
  const ids = [n1, n2, n3];
  const storages = new Map(
    ids.map((id) => [
      id,
      memoryStorage<string, State, number>({ alpha: limits.alpha, configuration: first }),
    ]),
  );
  const start = async (id: typeof n1, versions: Versions): Promise<void> => {
    await open.get(id)?.end();
    const ports = { clock: systemClock, random: Math.random, storage: storages.get(id)! };
    const member = { id, incarnation: 0, cluster: 'tests', configuration: first };
    const transport = network.join<never>();
    open.set(id, await openNode({ ...member, machine, limits, versions, kinds }, { ...ports, transport }));
  };
  const leader = () =>
    [...open.values()].find(({ status }) => status.phase === 'leading' && !status.isClosed);
  const enabled = () => [...open.values()].map(({ status }) => status.enabled);
  for (const id of ids) await start(id, id === n3 ? OLD : NEW);
  await until(() => leader() !== undefined, 'a leader');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(enabled()).toEqual([1, 1, 1]);
  await start(n3, NEW);
  await until(() => enabled().every((version) => version === 2), 'version 2 on all members');
  await expect(start(n3, OLD)).rejects.toThrow(UnknownVersion);
}, 30_000);
