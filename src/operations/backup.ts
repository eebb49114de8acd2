/** `synod backup` and `snapshot`: the table as a file, from the stores of members that have stopped, or from a server that runs. */
import { configurationIn } from '../serve/configuration.js';
import { bytesOfBackup, type ReadBackup, writeBackup } from '../storage/backup.js';
import type { LevelStorage } from '../storage/level-storage.js';
import { seedOf } from '../storage/recovery.js';
import { openStore } from '../storage/store.js';
import { type Table, type TableAnswer, type TableCommand, tableMachine } from '../table/table.js';
import type { Io } from '../terminal/io.js';
import { formatCount } from '../terminal/units.js';
import { assertFree, type Writing } from './given.js';
import { ask } from './own-server.js';

type Store = LevelStorage<TableCommand, Table, TableAnswer>;
type TableBackup = ReadBackup<Table, TableAnswer>;

/** The table of this member, which has stopped. */
export async function backup({ config, out, json }: Writing, io: Io): Promise<void> {
  const { folder } = configurationIn(config, io.env);
  tellBackup(out, await backUp([folder], out), io, json);
}

/** The table as this member's server has it: all that was answered anywhere before is in it. */
export async function snapshot({ config, out, json }: Writing, io: Io): Promise<void> {
  const configuration = configurationIn(config, io.env);
  assertFree(out, 'a backup');
  const bytes = await ask(configuration, '/v1/snapshot');
  tellBackup(out, await writeBackup<Table, TableAnswer>(out, bytes), io, json);
}

/**
 * Writes what the stores in these folders have come to, which are of one cluster and not in use.
 *
 * @throws StorageError where a store cannot be opened, or is another cluster's.
 */
export async function backUp(folders: readonly string[], out: string): Promise<TableBackup> {
  assertFree(out, 'a backup');
  const stores: Store[] = [];
  try {
    for (const folder of folders) stores.push(await openStore<TableCommand, Table, TableAnswer>(folder));
    const executed = await seedOf(stores as [Store, ...Store[]], tableMachine());
    const { cluster, limits } = stores[0]!.identity;
    return await writeBackup<Table, TableAnswer>(out, bytesOfBackup({ cluster, limits, executed }));
  } finally {
    for (const store of stores) await store.close();
  }
}

export function tellBackup(
  file: string,
  { cluster, executed, digest }: TableBackup,
  io: Io,
  json?: boolean,
): void {
  const { through: slot, state } = executed;
  const { revision } = state;
  if (json) io.out.write(`${JSON.stringify({ file, cluster, slot, revision, digest }, null, 2)}\n`);
  else
    io.out.write(
      `${file} has the table of ${cluster} through slot ${formatCount(slot)}, revision ${formatCount(revision)}.\n`,
    );
}
