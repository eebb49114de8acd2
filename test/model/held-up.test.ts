import { describe, expect, test } from 'vitest';
import { setup } from 'xstate';
import {
  explore,
  type Network,
  type Received,
  role,
  type Sent,
  type StateOf,
  type StepFunction,
  sometimes,
  system,
} from '#model/index.js';

describe('over an ordered network, a message that is never taken holds up those behind it', () => {
  type Letter = { readonly type: 'first' } | { readonly type: 'second' };
  const sender: StepFunction<number, { type: 'go' }, Sent<Letter>> = {
    initial: () => [0, []],
    step: (state) =>
      state === 0
        ? [
            1,
            [
              { type: 'first', to: 'y' },
              { type: 'second', to: 'y' },
            ],
          ]
        : undefined,
  };
  const { createMachine } = setup({ types: { events: {} as Received<Letter> | { readonly type: 'wake' } } });
  const receives = (first: object, asleep: object = {}) =>
    createMachine({
      initial: 'waiting',
      states: {
        waiting: { on: { second: 'got', ...first, ...asleep } },
        awake: { on: { first: {} } },
        got: {},
      },
    });

  async function held(
    network: Network,
    machine: ReturnType<typeof receives>,
    ignores: Partial<Record<'first' | 'second' | 'wake', string>>,
  ) {
    const made = system({
      name: 'letters',
      network,
      roles: {
        sender: role(sender, { instances: ['x'], inputs: [{ type: 'go' }] }),
        receiver: role(machine, { instances: ['y'], inputs: [{ type: 'wake' }], ignores }),
      },
    });
    const got = sometimes('got', ({ receiver: [y] }: StateOf<typeof made>) => y!.value === 'got');
    const { heldUp, results } = await explore(made, [got]);
    return { heldUp, verdict: results[0]!.verdict };
  }
  const ignoring = { first: 'no use', wake: 'it is awake' };

  test('and that is told', async () => {
    expect(await held('ordered', receives({}), ignoring)).toEqual({
      heldUp: [{ receiver: 'y', from: 'x', first: 'first', waits: 'second' }],
      verdict: 'fails',
    });
  });

  test('but not where it is taken, or the network has no order', async () => {
    const taken = await held('ordered', receives({ first: {} }), { wake: 'it is awake' });
    expect(taken).toEqual({ heldUp: [], verdict: 'holds' });
    expect(await held('unordered', receives({}), ignoring)).toEqual({ heldUp: [], verdict: 'holds' });
  });

  test('nor where it is taken later', async () => {
    const { heldUp } = await held('ordered', receives({}, { wake: 'awake' }), {
      ...ignoring,
      second: 'it came late',
    });
    expect(heldUp).toEqual([]);
  });

  test('nor where what is behind is of no use either', async () => {
    const deaf = createMachine({ initial: 'waiting', states: { waiting: {}, got: {} } });
    const { heldUp } = await held('ordered', deaf as never, { ...ignoring, second: 'no use either' });
    expect(heldUp).toEqual([]);
  });
});
