/**
 * A storage on any abstract-level database: `classic-level` for disks, `memory-level` for tests.
 *
 * All that has come is one batch of the database, synced, and whole or not there at all. A write that fails latches the
 * storage: nothing is written any more, since a later write that succeeds would not tell what became of this one. Seen: after a
 * full disk was freed again, LevelDB acknowledged three synced writes that were gone at the next start.
 */
import { isLarge } from '../encoding/pieces.js';
import type { Storage } from '../node/ports.js';
import type { Reaches } from '../node/witness.js';
import type { Executed } from '../paxos/execution.js';
import { decidedThrough } from '../paxos/log.js';
import type { NodeId } from '../paxos/node-id.js';
import { type Kept, keep, type ReplicaRecord } from '../paxos/record.js';
import type { Snapshot } from '../paxos/snapshot.js';
import { type Contents, contentsOf, IDENTITY_KEY, START_KEY, WITNESSED } from './contents.js';
import { assertIsMeant, type Cluster, type Identity, identityOf } from './identity.js';
import { changesOf, changesOfSeed, keptIn, snapshotFileIn } from './layout.js';
import { Ledger } from './ledger.js';
import { type Level, LevelBatch } from './level-batch.js';
import { type Mark, NO_MARK } from './mark.js';
import type { SnapshotFile, SnapshotFiles } from './snapshot-files.js';
import { SnapshotWriter } from './snapshot-writer.js';
import { StorageError } from './storage-error.js';

/**
 * Makes a store in an empty database, for a member that has never been before.
 *
 * Only the first members of a cluster begin with nothing. A member that has lost its store has given promises that it does not
 * know of any more, and must not begin again under its incarnation.
 *
 * @param seed the state to begin with, where the cluster takes the place of another: see {@link seedOf}
 * @throws StorageError where there is a store already.
 * @throws RangeError where it is no first member.
 *
 * @example
 * const cluster = foundCluster({ name: 'sums', members: [nodeId('n1')] });
 * const db = new MemoryLevel();
 * await initialiseLevel(db, cluster, nodeId('n1'));
 * (await openLevel(db)).identity.id; // → 'n1'
 */
export async function initialiseLevel(
  db: Level,
  cluster: Cluster,
  id: NodeId,
  seed?: Executed<unknown, unknown>,
): Promise<void> {
  const identity = identityOf(cluster, id);
  const [key] = await db.keys({ limit: 1 }).all();
  if (key !== undefined)
    throw new StorageError('occupied', {
      expected: 'an empty database',
      got: `one with the key ${key}`,
      likelyCause: 'a store that was initialised before',
      nextStep: 'open it, or choose another folder; delete nothing that a member may still need',
    });
  const batch = new LevelBatch(new Ledger(), 1);
  batch.put(IDENTITY_KEY, identity);
  batch.put(START_KEY, 0);
  for (const [key, value] of seed === undefined ? [] : changesOfSeed(seed, cluster)) batch.put(key, value);
  await batch.writeTo(db);
}

export interface LevelOptions {
  /** What its user takes for certain about the store. */
  readonly meant?: Partial<Identity>;
  /** What is known of its last batch from elsewhere. */
  readonly mark?: Mark;
  /** Where large snapshots are kept; without it they are records like all others. */
  readonly files?: SnapshotFiles;
  readonly isNearlyFull?: () => boolean;
}

/**
 * Opens a store, checks all of it, and counts the start.
 *
 * @throws StorageError where it is not all there, or is not the one that is meant.
 *
 * @example
 * await openLevel(new MemoryLevel()).catch(({ reason }) => reason); // → 'empty'
 */
export async function openLevel<Command, State, Answer>(
  db: Level,
  { meant = {}, mark = NO_MARK, files, isNearlyFull = () => false }: LevelOptions = {},
): Promise<LevelStorage<Command, State, Answer>> {
  const contents = await contentsOf(db);
  assertIsMeant(contents.identity, meant);
  assertReaches(contents, mark);
  const kept = await keptBy<Command, State, Answer>(contents, files);
  const storage = new LevelStorage(db, contents, kept, { mark, files, isNearlyFull });
  await storage.countStart();
  return storage;
}

/** What a store has beside its database. */
interface Beside {
  readonly mark: Mark;
  readonly files: SnapshotFiles | undefined;
  readonly isNearlyFull: () => boolean;
}

/** An open store. Made by {@link openLevel}. */
export class LevelStorage<Command, State, Answer> implements Storage<Command, State, Answer> {
  readonly identity: Identity;
  /** Whether there is hardly space left. */
  readonly isNearlyFull: () => boolean;
  readonly #ledger: Ledger;
  readonly #mark: Mark;
  readonly #snapshots: SnapshotWriter<State, Answer> | undefined;
  #kept: Kept<Command, State, Answer>;
  #start: number;
  #batch: number;
  #witnessed: Reaches;
  #phase: 'ready' | 'writing' | 'latched' = 'ready';

  constructor(
    readonly db: Level,
    { identity, ledger, start, batch, witnessed }: Contents,
    kept: Kept<Command, State, Answer>,
    { mark, files, isNearlyFull }: Beside,
  ) {
    this.identity = identity;
    this.isNearlyFull = isNearlyFull;
    this.#ledger = ledger;
    this.#mark = mark;
    this.#snapshots = files && new SnapshotWriter(files);
    this.#kept = kept;
    this.#start = start;
    this.#batch = batch;
    this.#witnessed = witnessed;
  }

  /** How often the store was opened, this time included. It grows durably, and so tells each start from those before. */
  get start(): number {
    return this.#start;
  }

  /** The number of the last durable batch. */
  get batch(): number {
    return this.#batch;
  }

  get witnessed(): Reaches {
    return this.#witnessed;
  }

  load(): Promise<Kept<Command, State, Answer>> {
    return Promise.resolve(this.#kept);
  }

  async write(
    batches: readonly (readonly ReplicaRecord<Command, State, Answer>[])[],
    news: Reaches = {},
  ): Promise<void> {
    let recorded: SnapshotFile | undefined;
    await this.#commit(async (batch) => {
      this.#witnessed = { ...this.#witnessed, ...news };
      for (const [member, reach] of Object.entries(news)) batch.put(WITNESSED + member, reach);
      const written = this.#snapshots?.take();
      if (written !== undefined && written.record.snapshot.through > (this.#kept.snapshot?.through ?? 0)) {
        recorded = written.file;
        this.#put(batch, written.record, written.file);
      }
      for (const record of batches.flat())
        if (record.type !== 'snapshot' || this.#snapshots === undefined || !isLarge(record.snapshot))
          this.#put(batch, record);
        // It stands for decrees that are here, and may come in their place later.
        else if (record.snapshot.through <= decidedThrough(this.#kept.log)) this.#snapshots.put(record);
        else {
          recorded = await this.#snapshots.files.write(record.snapshot);
          this.#put(batch, record, recorded);
        }
    });
    if (recorded !== undefined) await this.#snapshots?.files.supersede(recorded);
  }

  /** Counts this start: before that is durable, nothing is said to anybody. */
  async countStart(): Promise<void> {
    await this.#commit((batch) => batch.put(START_KEY, this.#start + 1));
    this.#start += 1;
  }

  async close(): Promise<void> {
    await this.#snapshots?.close();
    await this.db.close();
    await this.#mark.close();
  }

  #put(batch: LevelBatch, record: ReplicaRecord<Command, State, Answer>, file?: SnapshotFile): void {
    const before = this.#kept;
    this.#kept = keep(before, record);
    for (const [key, value, format] of changesOf(before, record, this.#kept, this.#ledger, file))
      if (value === undefined) batch.delete(key);
      else batch.put(key, value, format);
  }

  /** Writes one batch, or latches. */
  async #commit(fill: (batch: LevelBatch) => void | Promise<void>): Promise<void> {
    if (this.#phase !== 'ready') throw refused(this.#phase);
    this.#phase = 'writing';
    try {
      const batch = new LevelBatch(this.#ledger, this.#batch + 1);
      await fill(batch);
      await batch.writeTo(this.db);
      this.#mark.write(batch.number);
    } catch (error) {
      this.#phase = 'latched';
      throw error;
    }
    this.#batch += 1;
    this.#phase = 'ready';
  }
}

/** What the store's records come to, with the snapshot from its file. Files that no record names are removed. */
async function keptBy<Command, State, Answer>(
  { identity: { limits, configuration, from }, values }: Contents,
  files: SnapshotFiles | undefined,
): Promise<Kept<Command, State, Answer>> {
  const first = { alpha: limits.alpha, configuration, ...(from !== undefined && { from }) };
  const file = snapshotFileIn(values);
  await files?.clear(file?.name);
  if (file === undefined) return keptIn(values, first);
  if (files === undefined)
    throw new StorageError('incomplete', {
      expected: `the file ${file.name} beside the database`,
      got: 'a database alone',
      likelyCause: 'a database that was copied out of the folder of its store',
      nextStep: 'open the store in its folder',
    });
  return keptIn(values, first, (await files.read(file)) as Snapshot<State, Answer>);
}

/** Asserts that the batches reach as far as the mark says. */
function assertReaches({ batch }: Contents, mark: Mark): void {
  if (batch >= mark.batch) return;
  throw new StorageError('incomplete', {
    expected: `batches through ${mark.batch}, which was durable`,
    got: `batches through ${batch}`,
    likelyCause:
      'a file of the database that was cut or removed, or a folder that was copied while it was in use',
    nextStep: 'replace this node by a new member, and check the disk',
  });
}

function refused(phase: 'writing' | 'latched'): Error {
  if (phase === 'writing')
    return new Error('expected one write at a time, got a second one; wait until the first has ended');
  return new StorageError('latched', {
    expected: 'no write after one that failed',
    got: 'another one',
    likelyCause: 'a driver that went on after an error of its storage',
    nextStep: 'start the process again: the store is checked when it is opened',
  });
}
