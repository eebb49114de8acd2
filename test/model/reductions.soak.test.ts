/** Numbers renamed by rank, and dead messages taken out, against the same systems as they are: runs that never end included. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ABOVE_ALL,
  always,
  eventually,
  explore,
  replay,
  role,
  type StateOf,
  system,
  weak,
} from '#model/index.js';
import { claims, haggling, plans, type Reduced } from '#test/model/haggle.js';

const asItIs: Reduced = { ranked: false, dead: false };

describe('the verdicts are those of the system as it is', { timeout: 120_000 }, () => {
  test.each([
    ['numbers renamed by rank', { ranked: true, dead: false }],
    ['dead messages taken out', { ranked: false, dead: true }],
    ['both', { ranked: true, dead: true }],
  ])('%s', async (_, reduced) => {
    const met = new Set<string>();
    let smaller = 0;
    await fc.assert(
      fc.asyncProperty(plans(reduced.dead), claims, async (plan, properties) => {
        const verdictsOf = async (how: Reduced) => {
          const subject = haggling(plan, how);
          const { results, states } = await explore(subject, properties as never);
          for (const [index, { trace }] of results.entries())
            if (trace) expect(replay(subject, trace, properties[index] as never)).toBeUndefined();
          return { states, verdicts: results.map(({ property, verdict }) => `${property} ${verdict}`) };
        };
        const [full, small] = [await verdictsOf(asItIs), await verdictsOf(reduced)];
        expect(small.verdicts).toEqual(full.verdicts);
        if (small.states < full.states) smaller++;
        for (const verdict of full.verdicts) met.add(verdict);
      }),
      { numRuns: 100 },
    );
    expect([...met].sort()).toEqual(
      ['always possible', 'eventually', 'leads to', 'number', 'sometimes', 'step'].flatMap((kind) => [
        `${kind} fails`,
        `${kind} holds`,
      ]),
    );
    expect(smaller).toBeGreaterThan(25);
  });
});

/** Told numbers, it keeps the highest; as long as it is `open`, it takes lower ones too, and forgets what it had. */
function keeper(open: boolean) {
  return system({
    name: 'keeper',
    network: 'latest',
    ranked: ['rank'],
    roles: {
      teller: role(
        {
          initial: () => [{ rank: 0 }, []] as const,
          step: (_: { rank: number }, event: { type: 'tell' } | { type: 'again' }) =>
            [{ rank: ABOVE_ALL }, [{ type: event.type, rank: ABOVE_ALL, to: 'k' }]] as const,
        },
        { instances: ['t'], inputs: [{ type: 'tell' }, { type: 'again' }] },
      ),
      keeper: role(
        {
          initial: () => [{ rank: 0 }, []] as const,
          step: ({ rank }: { rank: number }, message: { type: 'tell' | 'again'; rank: number }) =>
            message.rank > rank || open ? ([{ rank: message.rank }, []] as const) : undefined,
        },
        { instances: ['k'] },
      ),
    },
    dead: { keeper: ({ rank }, { context }) => rank < context.rank },
  });
}

type State = StateOf<ReturnType<typeof keeper>>;

describe('dead messages', () => {
  test('are taken out, and tell no states apart', async () => {
    const { dead: _, ...plain } = keeper(false);
    const [few, many] = [await explore(keeper(false), []), await explore({ ...plain, dead: {} }, [])];
    expect(few.complete && many.complete).toBe(true);
    expect(few.states).toBeLessThan(many.states);
    const none = always('no dead letter', ({ keeper: [k], messages }: State) =>
      messages('tell').every(({ rank }) => rank >= k!.context.rank),
    );
    expect((await explore(keeper(false), [none])).results[0]!.verdict).toBe('holds');
  });

  test('are refused by their receiver, or it is an error', async () => {
    await expect(explore(keeper(true), [])).rejects.toThrow(
      /'dead' says that it can have no effect, but k accepts it: expected that it refuses what is dead/,
    );
  });

  test('stay dead, or it is an error', async () => {
    const sleeper = system({
      name: 'sleeper',
      network: 'latest',
      roles: {
        caller: role(
          {
            initial: () => ['', []] as const,
            step: (_: string, _event: { type: 'call' }) => ['', [{ type: 'wake', to: 's' }]] as const,
          },
          { instances: ['c'], inputs: [{ type: 'call' }] },
        ),
        sleeper: role(
          {
            initial: () => ['asleep', []] as const,
            step: (is: string, { type }: { type: 'wake' | 'turn' }) => {
              if (type === 'wake') return is === 'asleep' ? undefined : (['awake', []] as const);
              return ['dozing', []] as const;
            },
          },
          { instances: ['s'], inputs: [{ type: 'turn' }] },
        ),
      },
      dead: { sleeper: ({ type }, { context }) => type === 'wake' && context === 'asleep' },
    });
    await expect(explore(sleeper, [])).rejects.toThrow(
      /s can take it after the event .*turn.*: expected that it stays dead/,
    );
  });

  test('are no part of a network that keeps the order', async () => {
    await expect(explore({ ...keeper(false), network: 'ordered' }, [])).rejects.toThrow(
      /one that is refused holds up those behind it/,
    );
  });
});

test('fairness of an input may be assumed of one participant', async () => {
  const runners = system({
    name: 'runners',
    network: 'latest',
    roles: {
      runner: role(
        {
          initial: () => [false, []] as const,
          step: () => [true, []] as const,
        },
        { instances: ['a', 'b'], inputs: [{ type: 'run' }] },
      ),
    },
  });
  const hasRun = (index: number) => (state: StateOf<typeof runners>) => state.runner[index]!.context;
  const fairness = [weak({ input: 'run', at: 'a' })];
  const { results } = await explore(runners, [
    eventually('a runs', hasRun(0), fairness),
    eventually('b runs', hasRun(1), fairness),
    eventually('b runs, if all do', hasRun(1), [weak({ input: 'run' })]),
  ]);
  expect(results.map(({ verdict }) => verdict)).toEqual(['holds', 'fails', 'holds']);
});
