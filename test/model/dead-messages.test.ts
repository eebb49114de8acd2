/** Messages that are taken out because nothing can come of them: nothing does come of them, and nobody looks for them. */
import { describe, expect, test } from 'vitest';
import { always, explore, role, type StateOf, system } from '#model/index.js';

describe('a message that is dead stays dead', () => {
  /** Wakes up at the third turn, when it can be called. */
  const sleeper = (deadAt: readonly number[]) =>
    system({
      name: 'sleeper',
      network: 'lossy-set',
      roles: {
        caller: role(
          { initial: () => [0, [{ type: 'call', to: 'sleeper' }]] as const, step: () => undefined },
          { instances: ['c'] },
        ),
        sleeper: role(
          {
            initial: () => [0, []] as const,
            step: (turns: number, { type }: { type: 'call' | 'turn' }) => {
              if (type === 'turn') return turns < 3 ? ([turns + 1, []] as const) : undefined;
              return turns === 3 ? ([4, []] as const) : undefined;
            },
          },
          { instances: ['s'], inputs: [{ type: 'turn' }] },
        ),
      },
      dead: { sleeper: (_, { context }) => deadAt.includes(context) },
    });

  test.each([
    [
      'and is none later',
      [1, 2],
      's can take it after the event {"type":"turn"}: expected that it stays dead',
    ],
    ['and is taken later', [1, 2, 3], 's accepts it: expected that it refuses what is dead'],
  ])('or it is an error, however many steps later (%s)', async (_, deadAt, reason) => {
    await expect(explore(sleeper(deadAt), [])).rejects.toThrow(reason);
  });
});

test('a message for nobody is never dead', async () => {
  const talk = system({
    name: 'talk',
    network: 'lossy',
    roles: {
      talker: role(
        {
          initial: () => [false, []] as const,
          step: (said: boolean, _: { type: 'go' }) =>
            said ? undefined : ([true, [{ type: 'said', to: [] }]] as const),
        },
        { instances: ['t'], inputs: [{ type: 'go' }] },
      ),
    },
    dead: { talker: () => true },
  });
  const claim = always(
    'nothing is said',
    ({ messages }: StateOf<typeof talk>) => messages('said' as never).length === 0,
  );
  expect((await explore(talk, [claim])).results[0]!.verdict).toBe('fails');
});
