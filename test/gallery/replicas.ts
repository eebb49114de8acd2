/** Ties 2 to 5: whole replicas, in every order, in orders at random, as nodes of simulated clusters, and by the traces of those. */
import { replicaOf } from '#src/paxos/replica.js';
import { mutants as ofChanges } from '#test/changes/mutants.js';
import { fallen } from '#test/checked/keeps.js';
import { mutants as checked } from '#test/checked/mutants.js';
import { firstRefusal, visible } from '#test/conform/mistakes.js';
import { mutants as ofLeases } from '#test/leases/mutants.js';
import { scripts } from '#test/leases/scripts.js';
import { mutants as ofLinks } from '#test/model-based/links-mutants.js';
import { mutants as atRandom } from '#test/model-based/replica-mutants.js';
import { firstFall as fallenAtRandom } from '#test/model-based/replica-runs.js';
import { mutants as planted } from '#test/planted/mutants.js';
import { firstFall as fallenInSimulation, mistakes as simulated } from '#test/simulator/mistakes.js';
import { type Entry, ties } from './entry.js';

const inTheChecker = checked.flatMap(({ row: id, name, falls, within, make }): readonly Entry[] => {
  if (id === undefined) return [];
  const isTold = async () => {
    const found = await fallen(within, make);
    return falls.every((one) => found.includes(one));
  };
  return [{ id, mutant: `a replica that ${name}`, tie: ties.checked, told: falls.join(', '), isTold }];
});

const inRuns = atRandom.flatMap(({ row, name, falls, ...mutant }): readonly Entry[] =>
  numbersOf(row).map((id) => ({
    id,
    mutant: `a replica: ${name}`,
    tie: ties.random,
    told: falls,
    isTold: () => Promise.resolve(fallenAtRandom(mutant) === falls),
  })),
);

const inTheSimulator = simulated.flatMap((mistake): readonly Entry[] =>
  numbersOf(mistake.row).map((id) => ({
    id,
    mutant: `a node: ${mistake.name}`,
    tie: ties.simulated,
    told: mistake.falls,
    isTold: async () => (await fallenInSimulation(mistake)) === mistake.falls,
  })),
);

const inTraces = visible.flatMap((mistake): readonly Entry[] =>
  numbersOf(mistake.row).map((id) => ({
    id,
    mutant: `a node: ${mistake.name}`,
    tie: ties.traces,
    told: mistake.rule,
    isTold: async () => (await firstRefusal(mistake)) === mistake.rule,
  })),
);

const inScripts = ofLeases.map(
  ({ row: id, name, within, make }): Entry => ({
    id,
    mutant: `a replica that ${name}`,
    tie: ties.leases,
    told: `a stale read where ${within}`,
    isTold: () => Promise.resolve(scripts[within](make).isStale),
  }),
);

const inChanges = ofChanges.map(
  ({ row: id, name, told, isTold }): Entry => ({
    id,
    mutant: `a member that ${name}`,
    tie: ties.changes,
    told,
    isTold: async () => isTold(),
  }),
);

const overLinks = ofLinks.map(
  ({ row: id, name, told, make, isTold }): Entry => ({
    id,
    mutant: `a replica that ${name}`,
    tie: ties.links,
    told,
    isTold: async () => isTold(make) && !isTold(replicaOf),
  }),
);

const inNoList = planted.map(
  ({ row: id, name, told, isTold }): Entry => ({
    id,
    mutant: `a member that ${name}`,
    tie: ties.planted,
    told,
    isTold: async () => (await isTold(true)) && !(await isTold(false)),
  }),
);

export const replicas: readonly Entry[] = [
  ...inScripts,
  ...inChanges,
  ...overLinks,
  ...inNoList,
  ...inTheChecker,
  ...inRuns,
  ...inTheSimulator,
  ...inTraces,
];

/** The numbers of the mistakes in a row. */
function numbersOf(row: string): readonly string[] {
  return row.split(', ').filter((id) => /^[A-Z]\d+$/.test(id));
}
