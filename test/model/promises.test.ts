import { expect, test } from 'vitest';
import {
  eventually,
  explore,
  type FairSteps,
  formatTrace,
  leadsTo,
  replay,
  role,
  type StateOf,
  system,
  weak,
} from '#model/index.js';

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

test.each<[FairSteps, RegExp]>([
  [{ role: 'runner' }, /fairness of the role 'runner', which there is not; expected one of: walker$/],
  [{ input: 'stop' }, /the input 'stop', which there is not; expected one of: go$/],
  [{ input: 'go', at: 'v' }, /the participant 'v', which there is not; expected one of: w$/],
  [{ input: 'stop', at: 'w' }, /the input of w 'stop', which there is not; expected one of: go$/],
  [{ delivery: { from: 'v' } }, /the participant 'v'/],
  [{ delivery: { to: 'v' } }, /the participant 'v'/],
  [
    { delivery: { frm: 'w' } as object },
    /the key 'frm', which there is not; expected one of: type, from, to$/,
  ],
  [{ input: 'go', of: 'w' } as never, /the key 'of', which there is not; expected one of: input, at$/],
  [{ role: 'walker', at: 'w' } as never, /the key 'at', which there is not; expected one of: role$/],
  [{ delivery: {}, at: 'w' } as never, /the key 'at', which there is not; expected one of: delivery$/],
])('fairness of what the system does not have is refused: %o', async (of, why) => {
  const arrives = eventually('it arrives', (state: State) => state.walker[0]!.context === 2, [weak(of)]);
  await expect(explore(walk, [arrives])).rejects.toThrow(why);
});
