/** Ties 2 and 3: whole replicas, in every order and in orders at random. */
import { fallen } from '#test/checked/keeps.js';
import { mutants as checked } from '#test/checked/mutants.js';
import { mutants as atRandom } from '#test/model-based/replica-mutants.js';
import { firstFall } from '#test/model-based/replica-runs.js';
import { type Entry, ties } from './entry.js';

/** Which known mistake a mutant of the checked replica is, by its name. */
const ROWS: Readonly<Record<string, string>> = {
  'votes below its promise': 'S5',
  'promises and tells no votes': 'S8',
  'promises and tells its vote in the other slot': 'L3',
  'fills with no-ops what others have begun': 'L1',
  'adopts its own vote whatever was voted for in higher ballots': 'S10',
  'counts promises of its earlier ballot': 'S12',
  'leads by its own promise alone': 'S17',
  'decides by its own vote alone': 'S17',
  'leads before it knows as much as those that promised': 'L9',
  'says of a promise that it knows nothing decided': 'L9',
  'says of a snapshot that it ends one slot earlier': 'D4',
  'sends a snapshot without its sessions': 'D10',
  'says what is not durable yet': 'S2',
  'repeats a promise before the first one is durable': 'S18',
  'restarts without its votes': 'S2',
  'restarts without its promise': 'S1',
  'keeps no promise': 'S1',
  'keeps no vote': 'S2',
  'keeps no round': 'S13',
};

const known = new Set(checked.map(({ name }) => name));
const unknown = Object.keys(ROWS).filter((name) => !known.has(name));
if (unknown.length > 0)
  throw new Error(`expected mutants of test/checked/mutants.ts; got ${unknown.join('; ')}`);

const inTheChecker = checked.flatMap(({ name, falls, within, make }): readonly Entry[] => {
  const id = ROWS[name];
  if (id === undefined) return [];
  const isTold = async () => {
    const found = await fallen(within, make);
    return falls.every((one) => found.includes(one));
  };
  return [{ id, mutant: `a replica that ${name}`, tie: ties.checked, told: falls.join(', '), isTold }];
});

const inRuns = atRandom.flatMap(({ row, name, falls, make }): readonly Entry[] =>
  row.split(', ').flatMap((id) =>
    /^[A-Z]\d+$/.test(id)
      ? [
          {
            id,
            mutant: `a replica: ${name}`,
            tie: ties.random,
            told: falls.source.replaceAll('|', ' or '),
            isTold: () => Promise.resolve(falls.test(String(firstFall(make)))),
          },
        ]
      : [],
  ),
);

export const replicas: readonly Entry[] = [...inTheChecker, ...inRuns];
