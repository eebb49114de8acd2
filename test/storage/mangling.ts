/** Mangled stores: a store on a disk is copied, harmed, and opened. */
import { appendFile, cp, mkdtemp, open, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { decidedThrough } from '#src/paxos/log.js';
import { slot } from '#src/paxos/slot.js';
import { sameValue } from '#src/paxos/value.js';
import type { LevelStorage } from '#src/storage/level-storage.js';
import { StorageError, type StorageReason } from '#src/storage/storage-error.js';
import { initialiseStore, openStore } from '#src/storage/store.js';
import { writeOf } from '#test/storage/long-history.js';
import { type Batches, cluster, keptAfter, type State } from '#test/storage/words.js';
import { first, n1 } from '#test/unit/paxos/log-words.js';

const WRITES = 160;
const writes = Array.from({ length: WRITES }, (_, index) => writeOf(index + 1));
/** After them a snapshot that is large enough for a file. The decrees near the end of the log stay. */
const LAST: Batches[number][number] = {
  type: 'snapshot',
  snapshot: {
    through: WRITES,
    state: Array.from({ length: 100 }, (_, index) => `${index} `.repeat(500)),
    sessions: [],
    configurations: [{ from: slot(1), configuration: first }],
  },
  base: WRITES - 10,
};

/** What became of a store: refused for a reason, opened as it was, or opened as it was after an earlier write. */
export type Fate = StorageReason | 'whole' | 'lost tail';

/** A store to be harmed. */
export interface Victim {
  readonly folder: string;
  /** The log of its database, which has the later half of the writes; the earlier half is in a table. */
  readonly log: string;
}

/** What can be done to a file; places are fractions of its length. */
export const files = {
  cut: async (path: string, place: number) => truncate(path, await positionOf(path, place)),
  flip: (path: string, place: number, bit = 0) => overwrite(path, place, 1, (byte) => byte ^ (1 << bit)),
  zero: (path: string, place: number) => overwrite(path, place, 512, () => 0),
  append: (path: string, text: string) => appendFile(path, text),
};

const harms = fc.record({
  file: fc.nat(999),
  kind: fc.constantFrom('remove', 'cut', 'flip', 'zero', 'append'),
  // Doubles would be near 0 almost always: there are as many of them between any two powers of 2.
  place: fc.nat(9_999).map((part) => part / 10_000),
  bit: fc.nat(7),
});

/**
 * Harms one file of a store at random, so many times, each time in a sound copy; and counts what became of them.
 *
 * @throws Error where one opened with less than was acknowledged, or failed without a clear error.
 */
export async function countFates(times: number, seed: number): Promise<Partial<Record<Fate, number>>> {
  const counts: Partial<Record<Fate, number>> = {};
  for (const harm of fc.sample(harms, { numRuns: times, seed })) {
    let harmed = '';
    const fate = await fateAfter(async ({ folder }) => {
      harmed = await harmOneOf(folder, harm);
    });
    if (fate === 'lost tail') throw new Error(`${harmed}: ${JSON.stringify(harm)} was not noticed`);
    counts[fate] = (counts[fate] ?? 0) + 1;
  }
  return counts;
}

/** What becomes of a store to which that was done. */
export async function fateAfter(harm: (victim: Victim) => Promise<void>): Promise<Fate> {
  const folder = await mkdtemp(join(tmpdir(), 'synod-harmed-'));
  await cp(await sound, folder, { recursive: true });
  const names = await readdir(join(folder, 'db'));
  await harm({ folder, log: join(folder, 'db', names.find((name) => name.endsWith('.log'))!) });
  const fate = await fateOf(folder);
  await rm(folder, { recursive: true });
  return fate;
}

async function fateOf(folder: string): Promise<Fate> {
  const store = await openStore<string, State, number>(folder).catch((error: unknown) => {
    if (error instanceof StorageError) return error.reason;
    throw error;
  });
  if (typeof store === 'string') return store;
  const kept = await store.load();
  await store.close();
  if (sameValue(kept, keptAfter([...writes.flat(), [LAST]]))) return 'whole';
  const before = keptAfter(writes.slice(0, decidedThrough(kept.log)).flat());
  if (!sameValue(kept, before)) throw new Error('the store opened with what never was');
  return 'lost tail';
}

const sound = writeSound();

export async function removeSound(): Promise<void> {
  await rm(await sound, { recursive: true });
}

/** A store that was opened twice: its database has a table and a log, and beside it is a snapshot in a file. */
async function writeSound(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'synod-sound-'));
  await initialiseStore(folder, cluster, n1);
  for (const through of [WRITES / 2, WRITES]) {
    const store = await openStore<string, State, number>(folder);
    const { log } = await store.load();
    for (const write of writes.slice(decidedThrough(log), through)) await store.write(write);
    if (through === WRITES) await writeLast(store);
    await store.close();
  }
  return folder;
}

/** Until its file is recorded. */
async function writeLast(store: LevelStorage<string, State, number>): Promise<void> {
  await store.write([[LAST]]);
  while ((await store.load()).snapshot?.through !== WRITES) {
    await pause(1);
    await store.write([]);
  }
}

/** What LevelDB tells of itself, and nobody reads. */
const NOTES = /LOG(\.old)?$/;

async function harmOneOf(
  folder: string,
  { file, kind, place, bit }: typeof harms extends fc.Arbitrary<infer Harm> ? Harm : never,
): Promise<string> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => !NOTES.test(name)).sort();
  const found = await Promise.all(
    names.map(async (name) => ({ name, stats: await stat(join(folder, name)) })),
  );
  const candidates = found.filter(({ stats }) => stats.isFile() && stats.size > 0);
  const { name } = candidates[file % candidates.length]!;
  const path = join(folder, name);
  if (kind === 'remove') await rm(path);
  else if (kind === 'append') await files.append(path, 'the begin');
  else await files[kind](path, place, bit);
  return `${kind} ${name}`;
}

async function positionOf(path: string, place: number): Promise<number> {
  return Math.floor(place * (await stat(path)).size);
}

async function overwrite(
  path: string,
  place: number,
  length: number,
  change: (byte: number) => number,
): Promise<void> {
  const at = await positionOf(path, place);
  const file = await open(path, 'r+');
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, at);
  await file.write(buffer.subarray(0, bytesRead).map(change), 0, bytesRead, at);
  await file.close();
}
