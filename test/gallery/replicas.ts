/** Ties 2 and 3: whole replicas, in every order and in orders at random. */
import { fallen } from '#test/checked/keeps.js';
import { mutants as checked } from '#test/checked/mutants.js';
import { mutants as atRandom } from '#test/model-based/replica-mutants.js';
import { firstFall } from '#test/model-based/replica-runs.js';
import { type Entry, ties } from './entry.js';

const inTheChecker = checked.flatMap(({ row: id, name, falls, within, make }): readonly Entry[] => {
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
