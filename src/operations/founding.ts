/** Founding: what the first members of a cluster have in common is a file, from which the store of each is made; one that is added has its own. */
import { readFileSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { nodeId } from '../paxos/node-id.js';
import type { Configuration } from '../serve/configuration.js';
import type { ReadBackup } from '../storage/backup.js';
import { type Cluster, foundCluster } from '../storage/identity.js';
import { assertVacant, initialiseStore } from '../storage/store.js';
import { problemIn } from '../synod/schema.js';
import { UsageError } from '../terminal/exit.js';

/** What a cluster begins with that takes the place of another one. */
export type Seed = ReadBackup<unknown, unknown>;

export interface Founding {
  /** Whether the cluster is founded with this member: its file is written, and is to be copied to the other members. */
  readonly isNew: boolean;
  /** The same for all its members; without it the cluster begins with nothing. */
  readonly seed?: Seed;
}

/** The file of a cluster: which backup it begins with, where it begins with one. */
interface Document extends Cluster {
  readonly seed?: string;
}

/**
 * Makes the store of a first member, or of one that was added.
 *
 * @throws UsageError where the cluster's file is there and should not be, or the other way round, or begins with another state.
 * @throws StorageError where the member has a store.
 */
export async function initialise(
  { name, folder, cluster: file, members }: Configuration,
  { isNew, seed }: Founding,
): Promise<Cluster> {
  await assertVacant(folder);
  if (isNew) keep(file, founded(Object.keys(members), seed));
  const { seed: digest, ...cluster } = documentIn(file);
  assertSeed(file, digest, seed?.digest);
  if (!cluster.configuration.members.some(({ id }) => id === name))
    throw new UsageError(
      `expected in ${file} a cluster with the member ${name}; got ` +
        `${cluster.configuration.members.map(({ id }) => id).join(', ')}. Check the name, and the file that was copied`,
    );
  await initialiseStore(folder, cluster, nodeId(name), seed?.executed);
  return cluster;
}

/** Another cluster than any before, with the limits of the one whose place it takes. */
function founded(names: readonly string[], seed: Seed | undefined): Document {
  const members = names.map(nodeId);
  if (seed === undefined) return foundCluster({ name: 'table', members });
  return { ...foundCluster({ name: 'table', members, limits: seed.limits }), seed: seed.digest };
}

/** Members that begin with different states would execute the same decrees and have different tables. */
function assertSeed(file: string, expected: string | undefined, got: string | undefined): void {
  if (expected === got) return;
  const [cluster, next] =
    expected === undefined
      ? [
          'one that begins with an empty table',
          'found a new one with synod restore --new, or copy its file here',
        ]
      : [
          `one that begins with the backup ${expected}`,
          'use synod restore with that backup for each of its members',
        ];
  const given = got === undefined ? 'with an empty table' : `with the backup ${got}`;
  throw new UsageError(
    `expected in ${file} a cluster that begins ${given}; got ${cluster}. To go on, ${next}`,
  );
}

/** A file that is there is not overwritten: members may have been made from it. */
function keep(file: string, cluster: Document): void {
  try {
    writeFileSync(file, `${JSON.stringify(cluster, null, 2)}\n`, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new UsageError(
      `expected no file ${file}, since a new cluster is to be founded; got one. Leave --new out to make another member of that ` +
        'cluster, or move the file of an old cluster away',
    );
  }
}

function documentIn(file: string): Document {
  let got: unknown;
  try {
    got = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(
      `expected a founded cluster in the file ${file}; got ${(error as Error).message}. Found it once with --new, and copy the ` +
        'file to the other members',
    );
  }
  const problem = problemIn(document, got);
  if (problem !== undefined)
    throw new UsageError(`${file}: ${problem}. Copy the file anew, as it was written`);
  return got as Document;
}

/** Whoever changes it by hand makes another cluster. */
const document = v.object({
  cluster: v.string(),
  configuration: v.object({
    id: v.number(),
    members: v.array(
      v.object({
        id: v.string(),
        incarnation: v.number(),
        part: v.string(),
        address: v.optional(v.string()),
      }),
    ),
    quorums: v.object({ acceptors: v.array(v.string()), phase1: v.number(), phase2: v.number() }),
  }),
  from: v.optional(v.number()),
  limits: v.record(v.string(), v.number()),
  seed: v.optional(v.string()),
});
