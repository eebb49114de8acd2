import { expect, test } from 'vitest';
import { explore, formatTrace, leadsTo, replay, role, type StateOf, system } from '#model/index.js';

/** Goes 0, 1, 2, and stays there. */
const walk = system({
  name: 'walk',
  network: 'latest',
  roles: {
    walker: role(
      {
        initial: () => [0, []] as const,
        step: (at: number) => (at < 2 ? ([at + 1, []] as const) : undefined),
      },
      { instances: ['w'], inputs: [{ type: 'go' }] },
    ),
  },
});

type State = StateOf<typeof walk>;

test('a promise that was kept once and given again is found broken', async () => {
  const at =
    (...places: readonly number[]) =>
    (state: State) =>
      places.includes(state.walker[0]!.context);
  const promise = leadsTo('0 and 2 lead to 1', at(0, 2), at(1), [{ strength: 'weak', of: { input: 'go' } }]);
  const [result] = (await explore(walk, [promise])).results;
  expect(result).toMatchObject({ verdict: 'fails' });
  expect(formatTrace(result!.trace!)).toMatch(/1 {2}w go .*\n2 {2}w go .*\nfrom here on/);
  expect(replay(walk, result!.trace!, promise)).toBeUndefined();
});
