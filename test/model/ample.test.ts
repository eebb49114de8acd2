/** Ample sets: what they leave out, what they do not hide, and what they are refused with. */
import { describe, expect, test } from 'vitest';
import {
  type AnySystem,
  alwaysPossible,
  deadlockFree,
  eventually,
  explore,
  ModelError,
  refines,
  role,
  type StepFunction,
  sometimes,
  system,
} from '#model/index.js';
import { at, type Seen, walker, walkers } from '#test/model/walkers.js';

describe('ample sets', () => {
  const counting: StepFunction<number, { type: 'count' }, never> = {
    initial: () => [0, []],
    step: (count) => (count < 4 ? [count + 1, []] : undefined),
  };
  const counters = (howMany: number): AnySystem =>
    system({
      name: 'counters',
      network: 'lossy',
      roles: {
        counter: role(counting, {
          instances: Array.from({ length: howMany }, (_, at) => `c${at}`),
          inputs: [{ type: 'count' }],
        }),
      },
    });
  type Counters = { readonly counter: readonly { readonly context: number }[] };

  test('let those who have nothing to do with each other move one after another', async () => {
    const done = deadlockFree('only the end is an end', ({ counter }: Counters) =>
      counter.every(({ context }) => context === 4),
    );
    const full = await explore(counters(6), [done as never]);
    const ample = await explore(counters(6), [done as never], { ample: true });
    expect([full.states, ample.states]).toEqual([5 ** 6, 4 * 6 + 1]);
    expect([full, ample].map(({ results }) => results[0]!.verdict)).toEqual(['holds', 'holds']);
    expect(ample.ample).toEqual({ partial: 4 * 6 - 4 });
  });

  test('leave out nothing that a claim sees', async () => {
    const even = sometimes('all in the middle', ({ counter }: Counters) =>
      counter.every(({ context }) => context === 2),
    );
    const full = await explore(counters(3), [even as never, deadlockFree('no end') as never]);
    const ample = await explore(counters(3), [even as never, deadlockFree('no end') as never], {
      ample: true,
    });
    const told = ({ results }: typeof full) => results.map(({ verdict }) => verdict);
    expect(told(ample)).toEqual(told(full));
    expect(ample.results.map(({ minimal }) => minimal)).toEqual([false, false]);
  });

  test('hide no step that a model cannot take', async () => {
    const speaks = walker({ a: [['GO', 'b', 'm', 'p']] });
    const hears = walker({ a: [['GO', 'b']], b: [['m', 'c']] });
    const fragile: typeof hears = {
      ...hears,
      step: (at, event) => {
        if (at === 'a' && event.type === 'm') throw new Error('too early');
        return hears.step(at, event);
      },
    };
    const inputs = [{ type: 'GO' }];
    const of = system({
      name: 'fragile',
      network: 'lossy',
      roles: {
        ps: role(fragile, { instances: ['p'], inputs }),
        qs: role(speaks, { instances: ['q'], inputs }),
      },
    });
    await expect(explore(of, [])).rejects.toThrow('too early');
    await expect(explore(of, [], { ample: true })).rejects.toThrow('too early');
  });

  test('keep every step that a refinement sees', async () => {
    const two = walkers({
      p: { a: [['GO', 'b']], b: [['GO', 'c']] },
      q: { a: [['GO', 'b']], b: [['GO', 'c']] },
    });
    const counting = (most: string) =>
      refines('q counts', {
        image: (state: Seen) => at(state, 'q'),
        initial: (letter) => letter === 'a',
        step: (before, after) => before < after && after <= most,
      });
    const found = await explore(two, [counting('c'), counting('b')] as never, { ample: true });
    expect(found.results.map(({ verdict }) => verdict)).toEqual(['holds', 'fails']);
    expect([found.states, found.ample!.partial]).toEqual([5, 2]);
  });

  test('are found by one thread, with the verdicts of one', async () => {
    const ample = await explore(counters(4), [deadlockFree('no end') as never], { ample: true, workers: 2 });
    expect(ample.results[0]!.verdict).toBe('fails');
    expect(ample.states).toBe(4 * 4 + 1);
  });

  test('are left out, with the reason, where participants do too many things to take them all beforehand', async () => {
    const endless: StepFunction<number, { type: 'count' }, never> = {
      initial: () => [0, []],
      step: (count) => [count + 1, []],
    };
    const counter = system({
      name: 'endless',
      network: 'lossy',
      roles: { counter: role(endless, { instances: ['c0'], inputs: [{ type: 'count' }] }) },
      within: ({ counter }) => counter[0]!.context < 5,
    });
    const { ample, states, complete } = await explore(counter, [], { ample: true });
    expect([states, complete, ample!.partial]).toEqual([6, true, 0]);
    expect(ample!.reason).toMatch(/more than 25000 local steps/);
  });

  test('are refused with what they are not shown to be sound for', async () => {
    const two = walkers({ p: { a: [['GO', 'b']] } });
    const refused = (...[of, properties, options]: Parameters<typeof explore<AnySystem>>) =>
      expect(explore(of, properties, { ...options, ample: true })).rejects;
    const save = (): void => undefined;
    await refused(two, [alwaysPossible('b', () => true)]).toThrow(/ample sets do not go with property 'b'/);
    await refused(two, [eventually('b', () => true)]).toThrow(ModelError);
    await refused(two, [], { symmetry: true }).toThrow(/choose one of them/);
    await refused(walkers({ p: {} }, { ranked: ['n'] }), []).toThrow(/choose one of them/);
    await refused(two, [], { checkpoint: { everyMs: 0, save } }).toThrow(/checkpoints/);
  });
});
