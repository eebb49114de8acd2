/** Beyond a system's bounds nothing is said of deadlocks, neither by a search nor by a replay. */
import { expect, test } from 'vitest';
import { deadlockFree, explore, replay, role, type StateOf, sometimes, system } from '#model/index.js';

const counting = {
  initial: () => [0, []] as const,
  step: (count: number, _: { type: 'count' }) => (count < 3 ? ([count + 1, []] as const) : undefined),
};

function counters(bound: number) {
  return system({
    name: 'counters',
    network: 'unordered',
    roles: { counter: role(counting, { instances: ['c'], inputs: [{ type: 'count' }] }) },
    within: ({ counter: [c] }) => c!.context <= bound,
  });
}

test.each([
  [3, 'fails', undefined],
  [2, 'holds', { step: 3, got: 'one beyond them' }],
])('a state that no step leaves (bound %d)', async (bound, verdict, departure) => {
  const bounded = counters(bound);
  const full = sometimes('three', ({ counter: [c] }: StateOf<typeof bounded>) => c!.context === 3);
  const goesOn = deadlockFree<StateOf<typeof bounded>>('it goes on');
  const { results } = await explore(bounded, [full, goesOn]);
  expect(results[1]!.verdict).toBe(verdict);
  const found = replay(bounded, results[0]!.trace!, goesOn);
  if (departure === undefined) expect(found).toBeUndefined();
  else expect(found).toMatchObject(departure);
});
