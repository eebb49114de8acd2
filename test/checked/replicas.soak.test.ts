import { describe, expect, test } from 'vitest';
import {
  learned,
  learnedAndADisk,
  leases,
  leasesAndADisk,
  snapshots,
  threeBallots,
  toldInTime,
  twoSlotsAndADisk,
} from '#test/checked/instances.js';
import { fallen, keepsEveryClaim } from '#test/checked/keeps.js';
import { mutants } from '#test/checked/mutants.js';

const larger = [
  threeBallots,
  leases,
  leasesAndADisk,
  learned,
  learnedAndADisk,
  snapshots,
  toldInTime,
  twoSlotsAndADisk,
];

describe('the shipped replica in the checker', () => {
  test.each(larger.map((instance) => [instance.name, instance] as const))(
    'keeps every claim in every order, and the rare things happen (%s)',
    (_, instance) => keepsEveryClaim(instance),
    300_000,
  );

  test.each(mutants.map((mutant) => [mutant.name, mutant.falls.join(', '), mutant] as const))(
    'tells a replica that %s: %s',
    async (_name, _falls, { within, falls, make }) => {
      expect(await fallen(within, make)).toEqual(expect.arrayContaining([...falls]));
    },
    300_000,
  );
});
