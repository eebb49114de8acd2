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

const arrivesBy = (of: FairSteps) =>
  eventually('it arrives', (state: State) => state.walker[0]!.context === 2, [weak(of)]);

test.each<[FairSteps, string]>([
  [{ role: 'runner' }, "role': expected one of the roles: walker; got 'runner'"],
  [{ input: 'stop' }, "input': expected one of the inputs: go; got 'stop'"],
  [{ input: 'go', at: 'v' }, "at': expected one of the participants: w; got 'v'"],
  [{ input: 'stop', at: 'w' }, "input': expected one of the inputs of w: go; got 'stop'"],
  [{ delivery: { from: 'v' } }, "from': expected one of the participants: w; got 'v'"],
  [{ delivery: { to: 'v' } }, "to': expected one of the participants: w; got 'v'"],
])('fairness of what the system does not have is refused: %o', async (of, why) => {
  await expect(explore(walk, [arrivesBy(of)])).rejects.toThrow(`property 'it arrives', 'fairness[0].${why}`);
});

test.each<[object, string]>([
  [
    { delivery: { frm: 'w' } },
    "'delivery': expected no options but: type, from, to; got 'frm'; did you mean 'from'?",
  ],
  [{ input: 'go', of: 'w' }, "expected no options but: input, at; got 'of'"],
  [{ role: 'walker', at: 'w' }, "expected no options but: role; got 'at'"],
  [{ delivery: {}, at: 'w' }, "expected no options but: delivery; got 'at'"],
  [{}, 'expected one of: { delivery: … }, { input: … }, { role: … }; got an object with the keys: none'],
])('fairness of no known kind is refused: %o', (of, why) => {
  expect(() => arrivesBy(of as FairSteps)).toThrow(why);
});
