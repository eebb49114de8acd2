/** What is said to be alike is made sure of: in every renaming, in every state, and in every order that somebody sees. */
import { expect, test } from 'vitest';
import { always, explore, role, type StateOf, sometimes, system } from '#model/index.js';

test('a message that was met under another name first counts in what is asked of states within bounds', async () => {
  type Up = { readonly type: 'up'; readonly at: number };
  const senders = system({
    name: 'senders',
    network: 'lossy',
    symmetry: { roles: ['sender'] },
    within: ({ messages }) => messages('up').length < 9,
    roles: {
      sender: role(
        {
          initial: () => [{ at: 0 }, []] as const,
          step: (
            { at }: { at: number },
            _: { type: 'go' },
          ): readonly [{ at: number }, readonly (Up & { to: string })[]] | undefined =>
            at < 2 ? [{ at: at + 1 }, [{ type: 'up', at: at + 1, to: 'hub' }]] : undefined,
        },
        { instances: ['x', 'y'], inputs: [{ type: 'go' }] },
      ),
      hub: role(
        { initial: () => [0, []] as const, step: (_: number, _up: Up) => undefined },
        { instances: ['h'] },
      ),
    },
  });
  type State = StateOf<typeof senders>;
  const claims = [
    always(
      'two are never up',
      ({ messages }: State) => messages('up').filter(({ at }) => at === 2).length < 2,
    ),
    sometimes('beyond', ({ sender }: State) => sender.every(({ context }) => context.at === 9)),
  ];
  const { results, states } = await explore(senders, claims, { symmetry: true });
  expect([states, ...results.map(({ verdict }) => verdict)]).toEqual([6, 'fails', 'fails']);
});
