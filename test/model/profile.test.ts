/** Where states and time come from: the counts of a system small enough to count by hand. */
import { expect, test } from 'vitest';
import { always, explore, observe, role, type StateOf, system } from '#model/index.js';

type Call = { readonly type: 'call'; readonly line: number };

/** A caller that calls on three lines, one after another, and somebody who counts up to two calls. */
const calling = system({
  name: 'calling',
  network: 'lossy',
  roles: {
    caller: role(
      {
        initial: () => [{ next: 0, isBusy: false }, []] as const,
        step: ({ next }: { readonly next: number; readonly isBusy: boolean }) =>
          next < 3
            ? ([
                { next: next + 1, isBusy: true },
                [{ type: 'call' as const, line: next, to: 'counter' }],
              ] as const)
            : undefined,
      },
      { instances: ['a'], inputs: [{ type: 'go' }] },
    ),
    counter: role(
      {
        initial: () => [0, []] as const,
        step: (count: number, _: Call) => [Math.min(count + 1, 2), []] as const,
      },
      { instances: ['b'] },
    ),
  },
  history: { last: observe<number, Call>(-1, { call: (_, { line }) => line }) },
});

test('a profile counts local states and steps, values of keys, variants of messages and calls', async () => {
  const isSmall = always('small', ({ counter: [b] }: StateOf<typeof calling>) => b!.context < 3);
  const { profile } = await explore(calling, [isSmall]);
  const { roles, keys, messages, predicates } = profile();
  expect(roles).toEqual([
    { role: 'caller', participants: 1, localStates: 4, localSteps: 4 },
    { role: 'counter', participants: 1, localStates: 3, localSteps: 9 },
  ]);
  expect(keys).toEqual([
    { role: 'caller', key: 'next', values: 4 },
    { role: 'history', key: 'last', values: 4 },
    { role: 'counter', key: 'context', values: 3 },
    { role: 'caller', key: 'isBusy', values: 2 },
  ]);
  expect(messages).toEqual([{ type: 'call', variants: 3 }]);
  expect(predicates).toEqual([{ property: 'small', calls: 3, seconds: expect.any(Number) }]);
  expect(predicates[0]!.seconds).toBeGreaterThan(0);
});
