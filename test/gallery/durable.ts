/** The driver, the storage and the transport with one rule broken: vitest runs the tests of their mutants, and says which are told. */
import { startVitest } from 'vitest/node';
import { MUTANTS, type Mutant, titleOf } from '#test/durable-mutants/mutants.js';
import { NETWORK_MUTANTS } from '#test/durable-mutants/network-mutants.js';
import { SNAPSHOT_MUTANTS } from '#test/durable-mutants/snapshot-mutants.js';
import { type Entry, once, ties } from './entry.js';

const mutants: readonly Mutant<string>[] = [...MUTANTS, ...NETWORK_MUTANTS, ...SNAPSHOT_MUTANTS];

/** The names of the tests that pass. They look at files, sockets and clocks, and bring their expectations from vitest. */
const passed = once(async (): Promise<ReadonlySet<string>> => {
  const vitest = await startVitest('test', ['test/durable-mutants'], { watch: false, reporters: [{}] });
  const modules = vitest.state.getTestModules();
  const names = modules.flatMap(({ children }) => [...children.allTests('passed')].map(({ name }) => name));
  await vitest.close();
  return new Set(names);
});

/** A claim holds of production, and not of the mutant. */
export const durable: readonly Entry[] = mutants.flatMap((mutant): readonly Entry[] => {
  const { name, mistake, claim } = mutant;
  if (mistake === '') return [];
  const isTold = async () => {
    const names = await passed();
    return names.has(claim) && names.has(titleOf(mutant));
  };
  return [{ id: mistake, mutant: `a process: ${name}`, tie: ties.durable, told: claim, isTold }];
});
