/** A store of each format is kept as it was first written: this version writes the last of them so, and reads them all. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MemoryLevel } from 'memory-level';
import { expect, test } from 'vitest';
import { clusterLimits, limits } from '#src/paxos/limits.js';
import { slot } from '#src/paxos/slot.js';
import { initialiseLevel, openLevel } from '#src/storage/level-storage.js';
import { type Batches, bytes, cluster, keptAfter, type State } from '#test/storage/words.js';
import { decree, first, n1, n2, voters } from '#test/unit/paxos/log-words.js';

const GOLDEN = fileURLToPath(new URL('./golden/format-1.json', import.meta.url));

const ballot = { round: 3, proposer: n2, incarnation: 5 };
const session = { id: 1, lastUsed: 3, answered: 0, answers: [{ sequence: 1, slot: 3, answer: -1.5 }] };
const configurations = [{ from: slot(1), configuration: first }];
/** Records of every kind, with decrees of every kind. */
const history: Batches = [
  [{ type: 'round', round: 2 }],
  [{ type: 'promised', ballot }],
  [{ type: 'decided', slot: slot(1), value: { type: 'openSession', nonce: 'n' } }],
  [{ type: 'decided', slot: slot(2), value: { type: 'configuration', configuration: voters(2, n1, n2) } }],
  [{ type: 'decided', slot: slot(3), value: decree('ä') }],
  [
    {
      type: 'snapshot',
      snapshot: { through: 3, state: ['ä'], sessions: [session], configurations },
      base: 2,
    },
  ],
  [{ type: 'decided', slot: slot(4), value: { type: 'expireSession', session: 1, lastUsed: 3 } }],
  [{ type: 'decided', slot: slot(6), value: decree('-') }],
  [{ type: 'vote', slot: slot(5), ballot, value: decree('b') }],
];

type Entries = readonly (readonly [key: string, hex: string])[];

/** As programs from before leases founded it. */
const founded = { ...cluster, limits: clusterLimits(limits({ alpha: 3, proposalsMax: 2, leaseMs: 0 })) };

async function writtenNow(): Promise<Entries> {
  const db = new MemoryLevel();
  await initialiseLevel(db, founded, n1);
  const store = await openLevel<string, State, number>(db);
  for (const batch of history) await store.write([batch], { 'n2#5': { start: 7, batch: 2 ** 40 } });
  const entries = await db.iterator<string, Uint8Array>(bytes).all();
  return entries.map(([key, value]) => [key, Buffer.from(value).toString('hex')]);
}

/** With UPDATE_STORES=1 a store that is not there is added; what is there is never changed. */
async function golden(): Promise<Entries> {
  if (process.env.UPDATE_STORES !== undefined)
    writeFileSync(GOLDEN, `${JSON.stringify(await writtenNow(), null, 2)}\n`, { flag: 'wx' });
  return JSON.parse(readFileSync(GOLDEN, 'utf8'));
}

test('a store of format 1 is read, and written as it was', async () => {
  const entries = await golden();
  expect(await writtenNow()).toEqual(entries);
  const db = new MemoryLevel();
  for (const [key, hex] of entries) await db.put<string, Uint8Array>(key, Buffer.from(hex, 'hex'), bytes);
  const store = await openLevel<string, State, number>(db, { meant: { ...founded, id: n1, incarnation: 0 } });
  expect(await store.load()).toEqual(keptAfter(history));
  expect(store.witnessed).toEqual({ 'n2#5': { start: 7, batch: 2 ** 40 } });
});
