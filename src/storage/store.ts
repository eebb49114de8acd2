/** A storage in a folder: LevelDB, made in one piece, opened by one process at a time, and closed when it is refused. */
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ClassicLevel } from 'classic-level';
import type { Executed } from '../paxos/execution.js';
import type { NodeId } from '../paxos/node-id.js';
import { lowSpaceOn } from './free-space.js';
import type { Cluster, Identity } from './identity.js';
import { initialiseLevel, type LevelStorage, openLevel } from './level-storage.js';
import { assertTablesAreSound } from './level-tables.js';
import { type Mark, openMark } from './mark.js';
import { SnapshotFiles } from './snapshot-files.js';
import { isOfTheSystem, StorageError, unreadable } from './storage-error.js';
import { syncFolder } from './sync-folder.js';

/** Not compressed, so that the tables can be checked. */
const OPTIONS = { compression: false };

/**
 * Makes a store in the folder, for a member that has never been before.
 *
 * @param seed the state to begin with, where the cluster takes the place of another: see {@link seedOf}
 * @throws StorageError where there is a store already.
 * @throws RangeError where it is no first member.
 *
 * @example
 * const folder = await fs.mkdtemp(`${tmpdir()}/store-`);
 * await initialiseStore(folder, foundCluster({ name: 'sums', members: [nodeId('n1')] }), nodeId('n1'));
 * const store = await openStore(folder);
 * store.start; // → 1
 * await store.close();
 * await fs.rm(folder, { recursive: true });
 */
export async function initialiseStore(
  folder: string,
  cluster: Cluster,
  id: NodeId,
  seed?: Executed<unknown, unknown>,
): Promise<void> {
  const { database, unfinished } = pathsOf(folder);
  await assertVacant(folder);
  await mkdir(folder, { recursive: true });
  // What an earlier attempt has left behind was never a store.
  await rm(unfinished, { recursive: true, force: true });
  const db = new ClassicLevel(unfinished, OPTIONS);
  await initialiseLevel(db, cluster, id, seed);
  await db.close();
  await syncFolder(unfinished);
  await rename(unfinished, database);
  // A name is durable only with its folder.
  await syncFolder(folder);
  await syncFolder(dirname(resolve(folder)));
}

/** @throws StorageError where the folder has a store, or what is left of one. */
export async function assertVacant(folder: string): Promise<void> {
  if (await exists(pathsOf(folder).database))
    throw new StorageError('occupied', {
      expected: `a folder without a store, ${folder}`,
      got: 'one with a store',
      likelyCause: 'a store that was initialised before',
      nextStep:
        'open it, or choose another folder, or move it away; delete nothing that a member may still need',
    });
  await assertNothingIsLeft(folder);
}

/** Every store has these beside its database since it was opened first. */
const BESIDE = ['mark', 'snapshots'];

/** A store without its database has forgotten what its member promised: a new one must not take its place unseen. */
async function assertNothingIsLeft(folder: string): Promise<void> {
  const areThere = await Promise.all(BESIDE.map((name) => exists(join(folder, name))));
  const left = BESIDE.filter((_, index) => areThere[index]);
  if (left.length === 0) return;
  throw new StorageError('incomplete', {
    expected: `in ${folder} the database of a store, db, or nothing of one`,
    got: `${left.join(' and ')} without the database`,
    likelyCause: 'a database that was removed, or a folder that was not copied as a whole',
    nextStep:
      'find the database and open it; or, in another folder, restore a backup, recover from the stores of other members, ' +
      'or begin as a new member',
  });
}

export interface StoreOptions {
  /** What its user takes for certain about the store. */
  readonly meant?: Partial<Identity>;
  /** A disk with less free space than this is nearly full. */
  readonly lowSpaceBytes?: number;
}

/** Enough for what is under way in a cluster with the usual limits, and for LevelDB to tidy up. */
const LOW_SPACE_BYTES = 256 << 20;

/**
 * Opens the store in the folder, checks all of it, and counts the start.
 *
 * @throws StorageError where there is none, it is not all there, it is not the one that is meant, or another process has it.
 *
 * @example
 * await openStore('nowhere').catch(({ reason }) => reason); // → 'empty'
 */
export async function openStore<Command, State, Answer>(
  folder: string,
  options: StoreOptions = {},
): Promise<LevelStorage<Command, State, Answer>> {
  try {
    return await opened<Command, State, Answer>(folder, options);
  } catch (error) {
    throw isOfTheSystem(error) ? unreadable(error) : error;
  }
}

async function opened<Command, State, Answer>(
  folder: string,
  { meant = {}, lowSpaceBytes = LOW_SPACE_BYTES }: StoreOptions,
): Promise<LevelStorage<Command, State, Answer>> {
  const { database } = pathsOf(folder);
  if (!(await exists(database))) {
    await assertNothingIsLeft(folder);
    throw new StorageError('empty', {
      expected: `a store in ${folder}`,
      got: 'none',
      likelyCause:
        'another folder than the one that was initialised, or a disk that was wiped or is not mounted',
      nextStep:
        'initialise it if the cluster is new; otherwise find the store, or replace this node by a new member',
    });
  }
  await assertTablesAreSound(database);
  const db = new ClassicLevel(database, { createIfMissing: false, ...OPTIONS });
  try {
    await db.open();
  } catch (error) {
    throw notOpened(folder, error);
  }
  let mark: Mark | undefined;
  try {
    mark = await openMark(join(folder, 'mark'));
    return await openLevel<Command, State, Answer>(db, {
      meant,
      mark,
      files: new SnapshotFiles(join(folder, 'snapshots')),
      isNearlyFull: lowSpaceOn(folder, lowSpaceBytes),
    });
  } catch (error) {
    await db.close();
    await mark?.close();
    throw error;
  }
}

function pathsOf(folder: string): { readonly database: string; readonly unfinished: string } {
  return { database: join(folder, 'db'), unfinished: join(folder, 'db.unfinished') };
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

function notOpened(folder: string, error: unknown): StorageError {
  const cause = error instanceof Error ? error.cause : undefined;
  if (codeOf(cause) !== 'LEVEL_LOCKED') return unreadable(error);
  return new StorageError(
    'locked',
    {
      expected: `a store in ${folder} that nobody has open`,
      got: String(cause),
      likelyCause: 'this member runs already, here or in another process',
      nextStep: 'stop the other one, or choose another folder; a store serves one process at a time',
    },
    error,
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
