import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { conform } from '#src/conform/conform.js';
import { nodeId } from '#src/paxos/node-id.js';
import { foundCluster } from '#src/storage/identity.js';
import { initialiseStore } from '#src/storage/store.js';
import { Synod } from '#src/synod/synod.js';
import { mistakes } from '#test/simulator/mistakes.js';
import { freePorts } from '#test/synod/free-ports.js';
import { withTraces } from './simulated.js';

type Sums = Synod<number, number, number>;

/** Where few seeds are enough to meet everything that the book has a word for. */
const SEEDS = [2, 24, 27];

const TOLD = 'a promise tells how far its node knows the log, and every vote after that';
/** Mistakes of a replica, each with what may be the first thing that the book does not allow. */
const MISTAKES: readonly { readonly name: string; readonly rules: readonly string[] }[] = [
  {
    name: 'what it says rests on nothing',
    rules: [
      'a leader prepares its own ballot, from its first open slot on, when its round is durable',
      'a promise is durable before it is told',
      'a vote is durable before it is told',
    ],
  },
  { name: 'does not keep its votes', rules: ['a vote is durable before it is told'] },
  { name: 'does not keep its rounds', rules: ['an acceptor promises what it was asked for'] },
  { name: 'promises without telling its votes', rules: [TOLD] },
  { name: 'promises without telling how far it knows', rules: [TOLD] },
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'synod-runs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const sums = { start: 0, apply: (sum: number, add: number) => [sum + add, sum + add] as const };

describe('the traces of a cluster', () => {
  test('are allowed: three members over TCP, of which one is started again', async () => {
    const names = ['n1', 'n2', 'n3'];
    const cluster = foundCluster({ name: 'sums', members: names.map(nodeId) });
    for (const name of names) await initialiseStore(join(folder, name), cluster, nodeId(name));
    const ports = await freePorts(names.length);
    const peers = Object.fromEntries(ports.map((port, index) => [names[index]!, `127.0.0.1:${port}`]));
    const traceOf = (name: string): string => join(folder, `${name}.jsonl`);
    const open = (name: string) =>
      Synod.open({
        folder: join(folder, name),
        listen: peers[name]!,
        peers,
        machine: sums,
        trace: traceOf(name),
        // Snapshots are taken often, so that a member that was away needs one.
        limits: { decreesMax: 4 },
      });
    const [n1, n2, n3] = (await Promise.all(names.map(open))) as [Sums, Sums, Sums];
    await n1.propose(1);
    await n2.close();
    for (let call = 0; call < 12; call++) await n3.propose(1);
    const again = await open('n2');
    const { slot } = await again.propose(1);
    await n3.read(0, { after: slot });
    await Promise.all([n1, again, n3].map((member) => member.close()));
    const { refusal, counts, starts, nodes } = await conform(names.map(traceOf));
    expect(refusal).toBeNull();
    expect([nodes, starts]).toEqual([3, 4]);
    expect(counts).toMatchObject({ 'kept decided': expect.any(Number), 'sent snapshot': expect.any(Number) });
  });

  test('are allowed under faults, whatever the seed', async () => {
    const met: Record<string, number> = {};
    for (const seed of SEEDS)
      await withTraces({ seed, steps: 1_000 }, async ({ files }) => {
        const { refusal, counts } = await conform(files);
        expect(refusal, `seed ${seed}`).toBeNull();
        for (const [kind, count] of Object.entries(counts)) met[kind] = (met[kind] ?? 0) + count;
      });
    // Everything that the book has a word for.
    for (const kind of ['prepare', 'promise', 'accept', 'accepted', 'decided', 'decrees', 'snapshot'])
      expect(met[`sent ${kind}`], kind).toBeGreaterThan(0);
  });

  test.each(MISTAKES)('tell a node that $name', async ({ name, rules }) => {
    const { make } = mistakes.find((mistake) => mistake.name === name)!;
    for (let seed = 3; seed <= 30; seed++) {
      const { refusal } = await withTraces({ seed, steps: 600, make }, ({ files }) => conform(files));
      if (refusal === null) continue;
      expect(rules).toContain(refusal.rule);
      return;
    }
    expect.unreachable('expected a refusal within 30 seeds');
  });
});

test('a line that a process could not finish is left out; one in the middle is not', async () => {
  await withTraces({ seed: 1, steps: 30 }, async ({ files }) => {
    const [first] = files;
    writeFileSync(first!, '{"node":"n1","incar', { flag: 'a' });
    expect((await conform(files)).refusal).toBeNull();
    writeFileSync(first!, '\n{}\n', { flag: 'a' });
    await expect(conform(files)).rejects.toThrow(/n1\.jsonl:\d+: expected an event of a trace/);
  });
});
