import { describe, expect, test } from 'vitest';
import {
  always,
  compose,
  explore,
  formatTrace,
  mermaidOf,
  replay,
  role,
  type StateOf,
  type StepFunction,
  sometimes,
  step,
  system,
} from '#model/index.js';
import { answerer, asker, made, type Note, pair, part, type Sending } from '#test/model/parts.js';

describe('composed participants', () => {
  const two = (more: object) =>
    system({
      name: 'two',
      network: 'unordered',
      roles: {
        pair: role(compose({ asker, answerer }), {
          instances: ['a', 'b'],
          inputs: [{ type: 'go', from: 'x' }],
        }),
      },
      within: ({ pair: all }: { pair: readonly { context: { asker: { seen: readonly string[] } } }[] }) =>
        all.every(({ context }) => context.asker.seen.length < 3),
      ...more,
    });
  type Two = StateOf<ReturnType<typeof two>>;

  test('hear themselves though the network is split', async () => {
    const sides = [['a'], ['b']];
    const { results } = await explore(
      two({ faults: { partitions: { sides, times: 1 } }, within: () => true }),
      [
        step('only themselves', (before: Two, after: Two) => {
          const heard = ({ pair: [a] }: Two): number => a!.context.answerer.seen.length;
          return heard(before) === heard(after);
        }),
      ],
    );
    expect(results[0]!.trace!.steps.map(({ event }) => event.type)).toEqual(['go']);
    const split = await explore(two({ faults: { partitions: { sides, times: 1 } } }), [
      sometimes('while it is split', ({ pair: [a] }: Two) => a!.context.asker.seen.includes('answer of a')),
    ]);
    expect(split.results[0]!.verdict).toBe('holds');
  });

  test('are heard by others within the step, too, where messages are instant', async () => {
    const one = two({ instant: ['ask', 'answer'] });
    const { results } = await explore(one, [
      sometimes('all heard', ({ pair: [, b] }: Two) => b!.context.asker.seen.length === 2),
    ]);
    const [first] = results[0]!.trace!.steps;
    expect(first!.within.map(({ participant, event }) => `${participant} ${event.type}`)).toEqual([
      'a ask',
      'a answer',
      'b ask',
      'b answer',
    ]);
    expect(replay(one, results[0]!.trace!)).toBe(undefined);
  });

  test('are alike where only their names differ', async () => {
    type Heard = readonly { readonly by: string }[];
    const curious: StepFunction<Heard, Note, Sending> = {
      initial: () => [[], []],
      step: (heard, { type, from }) => {
        if (type === 'go') return heard.length < 2 ? [heard, [{ type: 'ask', to: 'quiet' }]] : undefined;
        return type === 'answer' ? [[...heard, { by: from }], []] : undefined;
      },
    };
    const quiet: StepFunction<number, Note, Sending> = {
      initial: () => [0, []],
      step: (asked, { type }) =>
        type === 'ask' ? [asked + 1, [{ type: 'answer', to: 'curious' }]] : undefined,
    };
    const one = system({
      name: 'curious',
      network: 'lossy-set',
      roles: {
        pair: role(compose({ curious, quiet }), {
          instances: ['a', 'b'],
          inputs: [{ type: 'go', from: 'x' }],
        }),
      },
      within: ({ pair: all }) => all.every(({ context: { quiet } }) => quiet < 3),
      symmetry: { roles: ['pair'] },
    });
    const claims = [
      sometimes('a stranger answered', ({ pair: all }: StateOf<typeof one>) =>
        all.some(({ id, context: { curious } }) => curious.some(({ by }) => by !== id)),
      ),
      always('everything is visited', () => true),
    ];
    const [full, reduced] = [await explore(one, claims), await explore(one, claims, { symmetry: true })];
    const verdicts = ({ results }: typeof full) =>
      results.map(({ verdict, trace }) => [verdict, trace?.steps.length]);
    expect(verdicts(reduced)).toEqual(verdicts(full));
    expect(reduced.states).toBeLessThan(full.states);
    expect(reduced.states * 2).toBeGreaterThanOrEqual(full.states);
  });

  test('are drawn with arrows to themselves', async () => {
    const { results } = await explore(pair(), [
      sometimes(
        'answered',
        ({ pair: [a] }: StateOf<ReturnType<typeof pair>>) => a!.context.asker.seen.length === 2,
      ),
    ]);
    expect(
      mermaidOf(results[0]!.trace!)
        .split('\n')
        .filter((line) => line.includes('->>a')),
    ).toEqual(['  x->>a: 1. go', '  a-->>a: at once: ask', '  a-->>a: at once: answer']);
  });
});

describe('a crash', () => {
  const durable = ['asker.seen'];

  test('takes all parts, but for what is durable of each', async () => {
    const one = made({ asker: part({ go: [] }), answerer: part({ go: [] }) }, { durable, restarts: 1 });
    const { results, coverage } = await explore(one, [
      sometimes('one forgot', ({ pair: [a] }) => {
        return a!.context.asker!.seen.length === 2 && a!.context.answerer!.seen.length === 0;
      }),
      always('the other remembers', ({ pair: [a] }) => {
        return a!.context.asker!.seen.length >= a!.context.answerer!.seen.length;
      }),
    ]);
    expect(results.map(({ verdict }) => verdict)).toEqual(['holds', 'holds']);
    const [trace] = results.map((result) => result.trace!);
    expect(trace!.steps.map(({ event }) => event.type)).toEqual(['go', 'go', 'fault.restart']);
    expect(replay(one, trace!)).toBe(undefined);
    expect(coverage().roles.map(({ role, restarts, lost }) => [role, restarts, lost])).toEqual([
      ['asker', 7, {}],
      ['answerer', 7, { seen: 6 }],
    ]);
  });

  test('starts each part anew, and what they send themselves is taken within that step', async () => {
    const early = part({ answer: [], go: [] }, [{ type: 'ask', to: 'answerer' }]);
    const one = made({ asker: early, answerer }, { restarts: 1 });
    const { results } = await explore(one, [
      sometimes('restarted', ({ pair: [a] }) => a!.context.asker!.seen.length === 2),
    ]);
    const { results: after } = await explore(one, [
      step('never from two to one', ({ pair: [was] }, { pair: [is] }) => {
        return !(was!.context.asker!.seen.length === 2 && is!.context.asker!.seen.length === 1);
      }),
    ]);
    expect(results[0]!.verdict).toBe('holds');
    expect(formatTrace(after[0]!.trace!).split('\n').slice(1)).toEqual([
      '2  a fault.restart · a: asker.seen [answer of a, go of x] → [], answerer.seen [ask of a] → [] · sends ask to answerer',
      '   at once: a → a ask · a: answerer.seen [] → [ask of a] · sends answer to asker',
      '   at once: a → a answer · a: asker.seen [] → [answer of a]',
    ]);
    expect(replay(one, after[0]!.trace!)).toBe(undefined);
  });

  test('or a stop ends all parts', async () => {
    const one = made({ asker: part({ go: [] }), answerer: part({ go: [] }) }, { stops: 1 });
    const { results, pairs } = await explore(one, [
      sometimes('it stops', ({ pair: [a] }) => (a!.value as unknown) === 'stopped'),
    ]);
    expect(results[0]!.trace!.steps.map(({ event }) => event.type)).toEqual(['fault.stop']);
    expect([...pairs()].filter(({ before }) => before.value === 'stopped')).toEqual([]);
  });
});
