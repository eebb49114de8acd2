/** Tie 1: the roles, compared with every step of the book's. */

import { exploreAll } from '#test/conformance/explored.js';
import { detective } from '#test/conformance/kills.js';
import { exploreLeases, isTold as isToldOfLeases } from '#test/conformance/leases/explored.js';
import { mutants as ofLeases } from '#test/conformance/leases/mutants.js';
import { exploreMembers, isTold as isToldOfMembers } from '#test/conformance/members/explored.js';
import { mutants as ofMembers } from '#test/conformance/members/mutants.js';
import { mutants } from '#test/conformance/mutants/mutants.js';
import { differencesOf, exploreAll as exploreParliament } from '#test/conformance/parliament/explored.js';
import { mutants as ofTheLog } from '#test/conformance/parliament/mutants/mutants.js';
import { differencesOf as differencesInReads, exploreReads } from '#test/conformance/reading/explored.js';
import { mutants as ofReads } from '#test/conformance/reading/mutants.js';
import { firstKind } from '#test/conformance/service.js';
import { exploreService } from '#test/conformance/service-explored.js';
import { mutants as ofTheService } from '#test/conformance/service-mutants.js';
import {
  differencesOf as differencesInSnapshots,
  exploreAll as exploreSnapshots,
} from '#test/conformance/snapshots/explored.js';
import { mutants as ofSnapshots } from '#test/conformance/snapshots/mutants.js';
import { type Entry, once, ties } from './entry.js';

const killsOf = once(async () => detective(await exploreAll(), { seed: 14, numRuns: 60 }));
const pairsOfParliament = once(exploreParliament);
const pairsOfSnapshots = once(exploreSnapshots);
const pairsOfLeases = once(exploreLeases);
const pairsOfMembers = once(exploreMembers);
const pairsOfService = once(exploreService);
const pairsOfReads = once(exploreReads);

const synod = mutants.flatMap((mutant): readonly Entry[] => {
  const { row: id, told, name } = mutant;
  if (id === undefined || told === undefined) return [];
  const isTold = async () =>
    Object.values((await killsOf())(mutant))
      .flat()
      .includes(told);
  return [{ id, mutant: name, tie: ties.synod, told, isTold }];
});

const parliament = ofTheLog.flatMap((mutant): readonly Entry[] => {
  const { row: id, told, name } = mutant;
  if (id === undefined) return [];
  const isTold = async () => differencesOf(mutant, await pairsOfParliament()).includes(told);
  return [{ id, mutant: name, tie: ties.parliament, told, isTold }];
});

const snapshots = ofSnapshots.flatMap((mutant): readonly Entry[] => {
  const { row: id, told, name } = mutant;
  if (id === undefined) return [];
  const isTold = async () => differencesInSnapshots(mutant, await pairsOfSnapshots()).includes(told);
  return [{ id, mutant: name, tie: ties.snapshots, told, isTold }];
});

const leases = ofLeases.flatMap((mutant): readonly Entry[] => {
  const { row: id, told, name } = mutant;
  if (id === undefined) return [];
  const isTold = async () => isToldOfLeases(mutant, await pairsOfLeases());
  return [{ id, mutant: name, tie: ties.grants, told, isTold }];
});

const members = ofMembers.flatMap((mutant): readonly Entry[] => {
  const { row: id, told, name } = mutant;
  if (id === undefined) return [];
  const isTold = async () => isToldOfMembers(mutant, await pairsOfMembers());
  return [{ id, mutant: name, tie: ties.members, told, isTold }];
});

const service = ofTheService.flatMap(({ row: id, name, told, run }): readonly Entry[] => {
  if (id === undefined) return [];
  const isTold = async () => firstKind(Object.values(await pairsOfService()).flat(), run) === told;
  return [{ id, mutant: `a service: ${name}`, tie: ties.service, told, isTold }];
});

const reads = ofReads.flatMap(({ row: id, name, told, functions }): readonly Entry[] => {
  if (id === undefined) return [];
  const isTold = async () => differencesInReads(functions, await pairsOfReads()).includes(told);
  return [{ id, mutant: name, tie: ties.reads, told, isTold }];
});

export const roles: readonly Entry[] = [
  ...synod,
  ...parliament,
  ...snapshots,
  ...leases,
  ...members,
  ...service,
  ...reads,
];
