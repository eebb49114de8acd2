import { describe, test } from 'vitest';
import { catchingUp, disk, leadersDisk, twoSlots } from '#test/checked/instances.js';
import { keepsEveryClaim } from '#test/checked/keeps.js';

describe('the shipped replica in the checker', () => {
  test.each([twoSlots, disk, leadersDisk, catchingUp].map((instance) => [instance.name, instance] as const))(
    'keeps every claim in every order, and the rare things happen (%s)',
    (_, instance) => keepsEveryClaim(instance),
  );
});
