import { describe, expect, test } from 'vitest';
import { setup } from 'xstate';
import {
  always,
  compose,
  explore,
  formatTrace,
  role,
  type StateOf,
  type StepFunction,
  sometimes,
  system,
} from '#model/index.js';
import { answerer, asker, made, type Note, pair, part, type Sending } from '#test/model/parts.js';

describe('messages to itself', () => {
  test('are taken within the step, and never under way', async () => {
    const one = pair();
    const { states, results } = await explore(one, [
      always('nothing is under way', ({ messages }: StateOf<typeof one>) => messages('ask').length === 0),
      sometimes('twice', ({ pair: [a] }: StateOf<typeof one>) => a!.context.answerer.seen.length === 2),
    ]);
    expect(states).toBe(3);
    expect(results.map(({ verdict }) => verdict)).toEqual(['holds', 'holds']);
    expect(formatTrace(results[1]!.trace!)).toBe(`\
1  x → a go · a: asker.seen [] → [go of x] · sends ask to answerer
   at once: a → a ask · a: answerer.seen [] → [ask of a] · sends answer to asker
   at once: a → a answer · a: asker.seen [go of x] → [go of x, answer of a]
2  x → a go · a: asker.seen [go of x, answer of a] → [go of x, answer of a, go of x] · sends ask to answerer
   at once: a → a ask · a: answerer.seen [ask of a] → [ask of a, ask of a] · sends answer to asker
   at once: a → a answer · a: asker.seen.3 – → answer of a`);
  });

  test('are told to history in the order in which they are sent', async () => {
    const one = pair();
    const { results } = await explore(one, [
      always('one answer a question', ({ history }: StateOf<typeof one>) => /^(\?!)*$/.test(history.sent)),
      sometimes('two', ({ history }: StateOf<typeof one>) => history.sent === '?!?!'),
    ]);
    expect(results.map(({ verdict }) => verdict)).toEqual(['holds', 'holds']);
  });

  test('come first in, first out', async () => {
    const both = [
      { type: 'ask', to: 'answerer' },
      { type: 'end', to: 'a' },
    ] as const;
    const eager = part({ go: both, answer: [], end: [] });
    const { results } = await explore(made({ asker: eager, answerer }), [
      sometimes('it answers last', ({ pair: [a] }) => a!.context.asker!.seen.length === 3),
    ]);
    expect(results[0]!.trace!.steps[0]!.within.map(({ event }) => event.type)).toEqual([
      'ask',
      'end',
      'answer',
    ]);
  });

  test.each(['lossy-set', 'latest', 'unordered', 'ordered'] as const)(
    'go to the others over the network (%s)',
    async (network) => {
      const one = pair(network, ['a', 'b']);
      const { results } = await explore(one, [
        sometimes('b hears of a', ({ pair: [, b] }: StateOf<typeof one>) => {
          return b!.context.answerer.seen.includes('ask of a');
        }),
        always('a hears of itself within the step', ({ pair: [a] }: StateOf<typeof one>) => {
          const { asker, answerer } = a!.context;
          return asker.seen.filter((one) => one === 'answer of a').length === answerer.seen.length;
        }),
      ]);
      expect(results.map(({ verdict }) => verdict)).toEqual(['holds', 'holds']);
      expect(results[0]!.trace!.steps).toHaveLength(2);
    },
  );

  test.each(['self', 'pair', 'asker', 'all', ['b', 'self']])('are those to %s', async (to) => {
    const address = [to].flat().map((name) => (name === 'self' ? 'a' : name));
    const one = part({ go: [{ type: 'ask', to: address }], ask: [] });
    const { results } = await explore(made({ asker: one }, { instances: ['a', 'b'] }), [
      sometimes('at once', ({ pair: [a] }) => a!.context.asker!.seen.length === 2),
    ]);
    expect(results[0]!.trace!.steps).toHaveLength(1);
  });

  test('are not those to others, which go over the network', async () => {
    const one = part({ go: [{ type: 'ask', to: 'others' }], ask: [] });
    const { results } = await explore(made({ asker: one }, { instances: ['a', 'b'] }), [
      always('it hears itself', ({ pair: [a] }) => !a!.context.asker!.seen.includes('ask of a')),
      sometimes('it is heard', ({ pair: [, b] }) => b!.context.asker!.seen.includes('ask of a')),
    ]);
    expect(results.map(({ verdict }) => verdict)).toEqual(['holds', 'holds']);
    expect(results[1]!.trace!.steps).toHaveLength(2);
  });

  test('that are sent at the start are taken before anything else', async () => {
    const early = part({ answer: [] }, [{ type: 'ask', to: 'answerer' }]);
    const { states, pairs } = await explore(made({ asker: early, answerer }), []);
    expect(states).toBe(1);
    expect([...pairs()].filter(({ after }) => after).map(({ role, event }) => [role, event.type])).toEqual([
      ['asker', 'answer'],
      ['answerer', 'ask'],
    ]);
  });

  test('that go round without end are an error', async () => {
    const never: StepFunction<null, Note, Sending> = {
      initial: () => [null, []],
      step: () => [null, [{ type: 'ask', to: 'asker' }]],
    };
    await expect(explore(made({ asker: never }), [])).rejects.toThrow(
      "system made: a (role pair), the event 'go': more than 1000 messages to itself within one step, the last of them 'ask'",
    );
  });

  test('that no part handles are an error, unless they are ignored', async () => {
    const wants = setup({ types: { events: {} as Note, emitted: {} as Sending } });
    const lonely = wants
      .extend({ actions: { ask: wants.emit({ type: 'ask', to: 'asker' }) } })
      .createMachine({ id: 'lonely', on: { go: { actions: 'ask' } } });
    await expect(explore(made({ asker: lonely }), [])).rejects.toThrow(
      "a (role pair), the event 'go': it sends 'ask' to itself, and none of its parts (asker) handles it",
    );
    const { states } = await explore(made({ asker: lonely }, { ignores: { ask: 'it asks nobody' } }), []);
    expect(states).toBe(1);
  });
});

describe('an event', () => {
  test('goes to every part that handles its type', async () => {
    const two = made({ asker: part({ go: [] }), answerer: part({ go: [] }) });
    const { results, states } = await explore(two, [
      always(
        'both or none',
        ({ pair: [a] }) => a!.context.asker!.seen.length === a!.context.answerer!.seen.length,
      ),
    ]);
    expect([states, results[0]!.verdict]).toEqual([7, 'holds']);
  });

  test('is taken where one of them accepts it', async () => {
    const short = part({ go: [] }, []);
    const deaf: typeof short = { initial: short.initial, step: () => undefined };
    const { states, pairs } = await explore(made({ asker: short, answerer: deaf }), []);
    expect(states).toBe(7);
    expect([...pairs()].filter(({ role }) => role === 'answerer').map(({ after }) => after)).toEqual([
      undefined,
    ]);
  });

  test('that a part handles only elsewhere is an error that names the part', async () => {
    const shut = setup({ types: { events: {} as Note } }).createMachine({
      id: 'shut',
      initial: 'open',
      states: { open: { on: { go: 'shut' } }, shut: {} },
    });
    const parts = { asker: part({ go: [] }), answerer: shut };
    await expect(explore(made(parts), [])).rejects.toThrow(
      "a (role pair), the event 'go': its part 'answerer' has no handler for 'go' in state \"shut\"",
    );
    const { states } = await explore(made(parts, { ignores: { go: 'it is shut' } }), []);
    expect(states).toBe(7);
  });

  test('that no part handles is an error', async () => {
    const mute = setup({ types: { events: {} as Note } }).createMachine({ id: 'mute', on: { ask: {} } });
    await expect(explore(made({ asker: mute }), [])).rejects.toThrow("a (role pair) has no handler for 'go'");
  });
});

describe('names of parts', () => {
  test('mean all who have such a part, and roles of that name', async () => {
    const inputs = [{ type: 'go', from: 'x' }] as const;
    const one = system({
      name: 'named',
      network: 'unordered',
      roles: {
        pair: role(compose({ asker, answerer }), { instances: ['a'], inputs }),
        single: role(compose({ answerer }), { instances: ['b'] }),
        answerer: role(answerer, { instances: ['c'] }),
      },
    });
    const heard = (seen: readonly string[]): boolean => seen.length > 0;
    const { results } = await explore(one, [
      sometimes('by all', ({ pair: [a], single: [b], answerer: [c] }: StateOf<typeof one>) =>
        [a!.context.answerer.seen, b!.context.answerer.seen, c!.context.seen].every(heard),
      ),
    ]);
    expect(results[0]!.trace!.steps.map(({ participant }) => participant).sort()).toEqual(['a', 'b', 'c']);
  });

  test.each([['messages'], ['a'], ['b']])('are names of their own (%s)', (name) => {
    const roles = {
      pair: role(compose({ [name]: asker }), { instances: ['a'] }),
      other: role(asker, { instances: ['b'] }),
    };
    expect(() => system({ name: 'x', network: 'lossy', roles })).toThrow(
      `a part of role 'pair' is called '${name}'`,
    );
  });

  test('there is at least one', () => {
    expect(() => compose({})).toThrow('a composition has no parts');
  });
});
