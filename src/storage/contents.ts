/** The contents of a store: read as a whole when it is opened, and believed only if nothing is missing or damaged. */
import type { Reach, Reaches } from '../node/witness.js';
import type { Identity } from './identity.js';
import { type Balance, Ledger } from './ledger.js';
import { ENCODINGS, HEAD_KEY, type Level } from './level-batch.js';
import { unseal } from './seal.js';
import { StorageError, unreadable } from './storage-error.js';

export const IDENTITY_KEY = 'identity';
export const START_KEY = 'start';
/** Before the name of each other member in its incarnation. */
export const WITNESSED = 'witnessed/';

export interface Contents {
  readonly identity: Identity;
  /** How often the store was opened. */
  readonly start: number;
  /** The number of the last batch. */
  readonly batch: number;
  /** What was last heard of the others' stores. */
  readonly witnessed: Reaches;
  /** The values of all records, by key. */
  readonly values: ReadonlyMap<string, unknown>;
  readonly ledger: Ledger;
}

/**
 * Reads and checks all that is in the database.
 *
 * @throws StorageError where it cannot be believed.
 */
export async function contentsOf(db: Level): Promise<Contents> {
  const entries = new Map(await readAll(db));
  if (entries.size === 0)
    throw new StorageError('empty', {
      expected: 'a store that was initialised',
      got: 'a database with nothing in it',
      likelyCause:
        'another folder than the one that was initialised, or a disk that was wiped or is not mounted',
      nextStep:
        'initialise it if the cluster is new; otherwise find the store, or replace this node by a new member',
    });
  const ledger = new Ledger();
  const values = new Map<string, unknown>();
  for (const [key, bytes] of entries) {
    if (key === HEAD_KEY) continue;
    const { value, checksum } = unseal(key, bytes);
    values.set(key, value);
    ledger.put(key, checksum);
  }
  const head = unseal(HEAD_KEY, entries.get(HEAD_KEY) ?? new Uint8Array());
  ledger.assertBalance(head.value as Balance, head.batch);
  return {
    identity: values.get(IDENTITY_KEY) as Identity,
    start: values.get(START_KEY) as number,
    batch: head.batch,
    witnessed: Object.fromEntries(
      [...values]
        .filter(([key]) => key.startsWith(WITNESSED))
        .map(([key, reach]) => [key.slice(WITNESSED.length), reach as Reach]),
    ),
    values,
    ledger,
  };
}

async function readAll(db: Level): Promise<readonly [string, Uint8Array][]> {
  try {
    return await db.iterator<string, Uint8Array>(ENCODINGS).all();
  } catch (error) {
    throw unreadable(error);
  }
}
