import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { conform } from '#src/conform/conform.js';
import { freePorts } from '#src/demo/free-ports.js';
import { nodeId } from '#src/paxos/node-id.js';
import { foundCluster } from '#src/storage/identity.js';
import { initialiseStore } from '#src/storage/store.js';
import { Synod } from '#src/synod/synod.js';
import { firstRefusal, visible } from './mistakes.js';
import { withTraces } from './simulated.js';
import type { Event } from './tampering.js';

type Sums = Synod<number, number, number>;

/** Where few seeds are enough to meet everything that the book has a word for. */
const SEEDS = [3, 9, 13];

/** The others are found late, and only in the gallery. */
const SOON = visible.filter(({ name }) => /durable|votes|rests|rounds|promises|changes/.test(name));

const CHANGING = { changeEveryMs: 60 };

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
        // Snapshots are taken often. Whether one is sent depends on what waits for the member that is away.
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
    expect(counts).toMatchObject({ 'kept decided': expect.any(Number), 'kept snapshot': expect.any(Number) });
  });

  test('are allowed where a member stops before a large snapshot has come in the place of its decrees', async () => {
    const trace = join(folder, 'n1.jsonl');
    const start = Array.from({ length: 10_000 }, (_, index) => `${index}`.padEnd(800));
    const machine = { start, apply: (state: string[], word: string) => [state.with(0, word), word] as const };
    const open = () => Synod.open({ folder: join(folder, 'n1'), machine, trace, limits: { decreesMax: 4 } });
    const first = await open();
    for (const word of ['a', 'b', 'c', 'd', 'e']) await first.propose(word);
    await first.close();
    const again = await open();
    await again.propose('f');
    await again.close();
    const events = readFileSync(trace, 'utf8').split('\n').slice(0, -1).map(eventOf);
    const last = events.findLastIndex(({ kind }) => kind === 'started');
    const snapshots = events.slice(0, last).flatMap(snapshotsIn);
    expect(snapshots.length).toBeGreaterThan(0);
    expect(events[last]).toMatchObject({ start: 2, kept: { snapshot: null } });
    expect((await conform([trace])).refusal).toBeNull();
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

  test('are allowed while members come and go under faults, whatever the seed', async () => {
    let [changes, lives] = [0, 0];
    for (const seed of SEEDS)
      await withTraces({ seed, steps: 1_000, circumstances: CHANGING }, async ({ files }) => {
        const { refusal, configurations, nodes } = await conform(files);
        expect(refusal, `seed ${seed}`).toBeNull();
        changes += configurations - 1;
        lives += nodes - files.length;
      });
    expect(changes).toBeGreaterThan(SEEDS.length);
    // Members that were removed, wiped and added again.
    expect(lives).toBeGreaterThan(0);
  });

  test('are wanted of every node that has said anything', async () => {
    await withTraces({ seed: SEEDS[0]!, steps: 1_000, circumstances: CHANGING }, async ({ files }) => {
      for (const file of files.slice(0, 4)) {
        const others = files.filter((other) => other !== file);
        const name = basename(file, '.jsonl');
        await expect(conform(others)).rejects.toThrow(
          new RegExp(`expected a file for every node that has said anything; got none of ${name}`),
        );
      }
    });
  });

  test.each(SOON)('tell a node that makes a mistake ($name)', async (mistake) => {
    expect(await firstRefusal(mistake)).toBe(mistake.rule);
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

function eventOf(line: string): Event {
  return JSON.parse(line) as Event;
}

function snapshotsIn(event: Event) {
  if (event.kind !== 'writing') return [];
  return event.batches.flat().filter(({ type }) => type === 'snapshot');
}
