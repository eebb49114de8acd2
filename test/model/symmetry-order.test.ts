/** Among names that are alike there is no order: where one is seen in what a step sends, the system is refused. */
import { describe, expect, test } from 'vitest';
import { explore, type Network, observe, role, type StepFunction, sometimes, system } from '#model/index.js';

const toTheEnd = sometimes('never', () => false);

/** Two tell a third, which tells a fourth of both, in the order of their names; the last news is what counts. */
function gossip(how: {
  readonly network: Network;
  readonly instant?: readonly ['news'];
  readonly isWatched?: true;
}) {
  type Heard = { readonly type: 'tell' | 'out'; readonly from?: string };
  return system({
    name: 'gossip',
    network: how.network,
    ...(how.instant && { instant: how.instant }),
    history: how.isWatched
      ? { last: observe<string, { type: 'news'; who: string }>('', { news: (_, { who }) => who }) }
      : {},
    symmetry: { roles: ['teller'] },
    roles: {
      teller: role(
        {
          initial: () => [0, []] as const,
          step: (told: number, _: { type: 'go' }) =>
            told === 0 ? ([1, [{ type: 'tell', to: 'gossip' }]] as const) : undefined,
        },
        { instances: ['x', 'y'], inputs: [{ type: 'go' }] },
      ),
      gossip: role(
        {
          initial: () => [{ heard: [] as readonly string[] }, []] as const,
          step: ({ heard }: { heard: readonly string[] }, { type, from }: Heard) => {
            if (type === 'tell') return [{ heard: [...new Set([...heard, from!])].sort() }, []] as const;
            if (heard.length < 2) return undefined;
            return [{ heard }, heard.map((who) => ({ type: 'news', who, to: 'reader' }))] as const;
          },
        },
        { instances: ['g'], inputs: [{ type: 'out' }] },
      ),
      reader: role(
        {
          initial: () => ['', []] as const,
          step: (_: string, { who }: { type: 'news'; who: string }) => [who, []] as const,
        },
        { instances: ['r'] },
      ),
    },
  });
}

describe('an order that depends on names is refused where somebody sees it', () => {
  test.each([
    ['the last of a kind stays under way', { network: 'latest' } as const],
    ['history sees each', { network: 'lossy-set', isWatched: true } as const],
    ['they are received at once', { network: 'lossy-set', instant: ['news'] } as const],
  ])('%s', async (_, how) => {
    await expect(explore(gossip(how), [toTheEnd], { symmetry: true })).rejects.toThrow(
      "system gossip is not symmetric in 'x' and 'y': g renamed sends something else",
    );
  });

  test('others answer at once, and who answers last is seen', async () => {
    type Asked = { readonly type: 'go' | 'news' };
    const asker: StepFunction<boolean, Asked, { type: 'ask' | 'answer'; to: string }> = {
      initial: () => [false, []],
      step: (asked, { type }) => {
        if (type === 'news') return [asked, [{ type: 'answer', to: 'teller' }]];
        return asked ? undefined : [true, [{ type: 'ask', to: 'teller' }]];
      },
    };
    /** Whoever asks is told together with `b`, in the order of their names. */
    const teller: StepFunction<
      string,
      { type: 'ask' | 'out' | 'answer'; from?: string },
      { type: 'news'; to: string }
    > = {
      initial: () => ['', []],
      step: (who, { type, from }) => {
        if (type === 'ask') return who === '' ? [from!, []] : undefined;
        return [
          who,
          type === 'out' && who !== '' ? [who, 'b'].sort().map((to) => ({ type: 'news', to })) : [],
        ];
      },
    };
    const answered = system({
      name: 'answered',
      network: 'lossy-set',
      instant: ['news', 'answer'],
      history: { last: observe<string, { type: 'answer' }>('', { answer: (_, { from }) => from }) },
      symmetry: { roles: ['alike'] },
      roles: {
        alike: role(asker, { instances: ['a', 'c'], inputs: [{ type: 'go' }] }),
        other: role(asker, { instances: ['b'] }),
        teller: role(teller, { instances: ['t'], inputs: [{ type: 'out' }] }),
      },
    });
    await expect(explore(answered, [toTheEnd], { symmetry: true })).rejects.toThrow(
      "system answered is not symmetric in 'a' and 'c': t renamed sends something else",
    );
  });

  test('and is none where nobody does', async () => {
    const { complete } = await explore(gossip({ network: 'lossy-set' }), [toTheEnd], { symmetry: true });
    expect(complete).toBe(true);
  });
});
