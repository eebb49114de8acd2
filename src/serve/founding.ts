/** Founding: what the first members of a cluster have in common is a file, from which the store of each of them is made. */
import { readFileSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { nodeId } from '../paxos/node-id.js';
import { type Cluster, foundCluster } from '../storage/identity.js';
import { initialiseStore } from '../storage/store.js';
import { problemIn } from '../synod/schema.js';
import { UsageError } from '../terminal/exit.js';
import type { Configuration } from './configuration.js';

/**
 * Makes the store of a first member.
 *
 * @param isNew whether the cluster is founded with it: its file is written, and is to be copied to the other members
 * @throws UsageError where the cluster's file is there and should not be, or the other way round.
 * @throws StorageError where the member has a store.
 */
export async function initialise(
  { name, folder, cluster: file, members }: Configuration,
  isNew: boolean,
): Promise<Cluster> {
  if (isNew) {
    const founded = foundCluster({ name: 'table', members: Object.keys(members).map(nodeId) });
    keep(file, founded);
  }
  const cluster = clusterIn(file);
  if (!cluster.configuration.members.some(({ id }) => id === name))
    throw new UsageError(
      `expected in ${file} a cluster with the first member ${name}; got ` +
        `${cluster.configuration.members.map(({ id }) => id).join(', ')}. Check the name, and the file that was copied`,
    );
  await initialiseStore(folder, cluster, nodeId(name));
  return cluster;
}

/** A file that is there is not overwritten: members may have been made from it. */
function keep(file: string, cluster: Cluster): void {
  try {
    writeFileSync(file, `${JSON.stringify(cluster, null, 2)}\n`, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new UsageError(
      `expected no file ${file}, since a new cluster is to be founded; got one. Leave --new out to make another member of that ` +
        'cluster, or name another file',
    );
  }
}

function clusterIn(file: string): Cluster {
  let got: unknown;
  try {
    got = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(
      `expected a founded cluster in the file ${file}; got ${(error as Error).message}. Found it once with synod init --new, and ` +
        'copy the file to the other members',
    );
  }
  const problem = problemIn(document, got);
  if (problem !== undefined)
    throw new UsageError(`${file}: ${problem}. Copy the file anew, as it was written`);
  return got as Cluster;
}

/** Whoever changes it by hand makes another cluster. */
const document = v.object({
  cluster: v.string(),
  configuration: v.object({
    id: v.number(),
    members: v.array(v.object({ id: v.string(), incarnation: v.number(), part: v.string() })),
    quorums: v.object({ acceptors: v.array(v.string()), phase1: v.number(), phase2: v.number() }),
  }),
  limits: v.record(v.string(), v.number()),
});
