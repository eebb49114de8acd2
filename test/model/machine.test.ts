import { describe, expect, test } from 'vitest';
import { and, assign, createMachine, emit, enqueueActions, not, raise } from 'xstate';
import { explore, ModelError, sometimes, traceLength } from '#model/index.js';
import { alone, everything, stepsOf } from '#test/model/alone.js';

const go = { type: 'go' };
const back = { type: 'back' };
const no = () => false;

describe('a step', () => {
  test('is an event with all that is raised and all that follows without an event', async () => {
    const machine = createMachine({
      context: { steps: [] as string[] },
      initial: 'a',
      states: {
        a: { on: { go: { target: 'b', actions: [noted('go'), raise({ type: 'raised' })] } } },
        b: { on: { raised: { target: 'c', actions: noted('raised') } } },
        c: { always: { target: 'd', actions: noted('always') } },
        d: { on: { go: {} } },
      },
    });
    const found = await everything(machine, { inputs: [go] });
    expect(stepsOf(found)).toEqual(['a go d', 'd go d']);
    const [after] = [...found.pairs()].map((pair) => pair.after!.context);
    expect(after).toEqual({ steps: ['go', 'raised', 'always'] });
  });

  test('may raise and send through enqueueActions', async () => {
    const machine = createMachine({
      initial: 'a',
      states: {
        a: {
          on: {
            go: {
              actions: enqueueActions(({ enqueue }) => {
                enqueue.emit({ type: 'said', to: [] } as never);
                enqueue.raise({ type: 'raised' });
              }),
            },
            raised: 'b',
          },
        },
        b: { on: { '*': {} } },
      },
    });
    expect(stepsOf(await everything(machine, { inputs: [go] }))).toEqual(['a go b said', 'b go b']);
  });

  test('sends in the order of leaving, transition and entering', async () => {
    const machine = createMachine({
      initial: 'a',
      states: {
        a: { exit: says('left'), on: { go: { target: 'b', actions: says('on-the-way') } } },
        b: { entry: [says('entered'), says('settled')], on: { go: {} } },
      },
    });
    const steps = stepsOf(await everything(machine, { inputs: [go] }));
    expect(steps).toEqual(['a go b left on-the-way entered settled', 'b go b']);
  });

  test('counts when it changes nothing', async () => {
    const machine = createMachine({ on: { go: {}, back: { actions: assign({}) } } });
    const { states, transitions, selfLoops } = await everything(machine, { inputs: [go, back] });
    expect({ states, transitions, selfLoops }).toEqual({ states: 1, transitions: 2, selfLoops: 2 });
  });

  test('starts from the input that the participant is given', async () => {
    const machine = createMachine({
      context: ({ input }) => ({ limit: (input as { limit: number }).limit, count: 0 }),
      on: {
        go: {
          guard: ({ context }) => context.count < context.limit,
          actions: assign({ count: ({ context }) => context.count + 1 }),
        },
      },
    });
    const { states } = await everything(machine, { inputs: [go], input: { limit: 5 } });
    expect(states).toBe(6);
  });
});

describe('states that are', () => {
  test('nested take the events of those around them', async () => {
    const machine = createMachine({
      initial: 'x',
      states: {
        x: { initial: 'a', on: { back: 'y' }, states: { a: { on: { go: 'b' } }, b: { on: { go: 'a' } } } },
        y: { on: { go: 'x', back: {} } },
      },
    });
    expect(stepsOf(await everything(machine, { inputs: [go, back] }))).toEqual(
      ['x.a back y', 'x.a go x.b', 'x.b back y', 'x.b go x.a', 'y back y', 'y go x.a'].sort(),
    );
  });

  test('parallel are all combinations', async () => {
    const toggle = (event: string) => ({
      initial: 'off',
      states: { off: { on: { [event]: 'on' } }, on: { on: { [event]: 'off' } } },
    });
    const machine = createMachine({
      type: 'parallel',
      states: { left: toggle('go'), right: toggle('back'), both: toggle('go') },
    });
    const { states, transitions } = await everything(machine, { inputs: [go, back] });
    expect({ states, transitions }).toEqual({ states: 4, transitions: 8 });
  });

  test('the same whatever was visited first, when they remember', async () => {
    const room = {
      on: { back: 'hub' },
      initial: 'one',
      states: { one: {}, last: { type: 'history' } },
    } as const;
    const machine = createMachine({
      initial: 'hub',
      states: { hub: { on: { x: 'x', y: 'y', back: {} } }, x: room, y: room },
    });
    const ignores = { x: 'only from the hub', y: 'only from the hub' };
    const inputs = [{ type: 'x' }, { type: 'y' }, back];
    // Visited: neither, x, y, both; and for each of these the machine is in one of three places.
    const { states, transitions } = await everything(machine, { inputs, ignores });
    expect({ states, transitions }).toEqual({ states: 12, transitions: 4 * 3 + 8 });
  });

  test('remembered are come back to', async () => {
    const machine = createMachine({
      initial: 'x',
      states: {
        x: {
          initial: 'a',
          on: { back: 'y' },
          states: { a: { on: { go: 'b' } }, b: { on: { go: {} } }, last: { type: 'history' } },
        },
        y: { on: { back: 'x.last', go: {} } },
      },
    });
    const steps = stepsOf(await everything(machine, { inputs: [go, back] }));
    expect(steps.filter((step) => step.startsWith('y back'))).toEqual(['y back x.a', 'y back x.b']);
  });

  test('final within another lead on', async () => {
    const machine = createMachine({
      initial: 'x',
      states: {
        x: { initial: 'a', onDone: 'y', states: { a: { on: { go: 'end' } }, end: { type: 'final' } } },
        y: { on: { go: {} } },
      },
    });
    expect(stepsOf(await everything(machine, { inputs: [go] }))).toEqual(['x.a go y', 'y go y']);
  });

  test("the machine's end take nothing any more, as with a running actor", async () => {
    const machine = createMachine({
      initial: 'a',
      on: { back: { actions: says('late') } },
      states: { a: { on: { go: 'end' } }, end: { type: 'final' } },
    });
    const over = { go: 'it is over', back: 'it is over' };
    const found = await everything(machine, { inputs: [go, back], ignores: over });
    expect(stepsOf(found)).toEqual(['a back a late', 'a go end']);
    await expect(everything(machine, { inputs: [go, back] })).rejects.toThrow(
      /no handler for '(go|back)'.*end/,
    );
  });
});

describe('an event is', () => {
  test('accepted and thrown away by a handler that does nothing', async () => {
    const machine = createMachine({ entry: says('hello', 'all'), on: { hello: {} } });
    const { states, transitions } = await everything(machine, { network: 'unordered' });
    expect({ states, transitions }).toEqual({ states: 2, transitions: 1 });
  });

  test('left where it is by a guard that refuses', async () => {
    const machine = createMachine({
      entry: says('hello', 'all'),
      on: { hello: { guard: no, actions: says('x') } },
    });
    const { states, transitions } = await everything(machine, { network: 'unordered' });
    expect({ states, transitions }).toEqual({ states: 1, transitions: 0 });
  });

  test.each([
    ['its own', { go: { guard: no, actions: assign({}) } }],
    ['one without target and action', { go: { guard: no } }],
    ['one for all events', { '*': { guard: no, actions: assign({}) } }],
    ['one for all without action', { '*': { guard: no } }],
    ['one for its kind', { 'go.*': { guard: no, actions: assign({}) } }],
    ['several', { go: [{ guard: no }, { guard: and([not(no), no]) }] }],
  ])('refused, and not unhandled, by a guarded handler (%s)', async (_, on) => {
    const found = await everything(createMachine({ on: on as never }), { inputs: [{ type: 'go' }] });
    expect(found.transitions).toBe(0);
  });

  test('handled by a handler for its kind', async () => {
    const machine = createMachine({ on: { 'go.*': {} } });
    const { transitions } = await everything(machine, { inputs: [{ type: 'go' }, { type: 'go.away.now' }] });
    expect(transitions).toBe(2);
    await expect(everything(machine, { inputs: [{ type: 'gone' }] })).rejects.toThrow(
      "no handler for 'gone'",
    );
  });

  test('refused by the inner state and taken by the outer one', async () => {
    const machine = createMachine({
      initial: 'x',
      states: {
        x: {
          initial: 'a',
          on: { go: 'y' },
          states: { a: { on: { go: { guard: no, target: 'b' } } }, b: {} },
        },
        y: { on: { go: {} } },
      },
    });
    expect(stepsOf(await everything(machine, { inputs: [go] }))).toEqual(['x.a go y', 'y go y']);
  });
});

describe('an event without a handler', () => {
  const machine = createMachine({
    id: 'lamp',
    context: { turns: 0 },
    initial: 'off',
    states: { off: { on: { go: 'on' } }, on: {} },
  });

  test('is an error that says whose, where, and what to do', async () => {
    const error = await failure(everything(machine, { inputs: [go] }));
    expect(error.message).toBe(
      'system alone: a (role some) has no handler for \'go\' in state "on" with context {"turns":0}, where it can happen; ' +
        "add a handler, or list 'go' under the role's 'ignores' with the reason why nothing need be done\n" +
        'the shortest run to it:\n1  a go · a: off → on\nin the state after that:\n  a  on, turns 0',
    );
  });

  test('is no step where it is listed with the reason', async () => {
    const found = await everything(machine, { inputs: [go], ignores: { go: 'a lamp that is on stays on' } });
    expect(stepsOf(found)).toEqual(['off go on']);
    const refused = [...found.pairs()].filter(({ after }) => after === undefined);
    expect(refused.map(({ before, event }) => [before.value, event.type])).toEqual([['on', 'go']]);
  });

  test('keeps the message under way where it is listed', async () => {
    const machine = createMachine({ entry: says('hello', 'all') });
    const found = await everything(machine, { network: 'ordered', ignores: { hello: 'small talk' } });
    expect(found).toMatchObject({ states: 1, transitions: 0, complete: true });
  });

  test.each(['toString', 'constructor', 'valueOf', '__proto__'])(
    'is not listed by chance (%s)',
    async (type) => {
      const error = await failure(everything(createMachine({}), { inputs: [{ type }] }));
      expect(error.message).toContain(`no handler for '${type}'`);
    },
  );

  test('is not met where the machine cannot get', async () => {
    const machine = createMachine({
      initial: 'a',
      states: { a: { on: { go: { guard: no, target: 'b' } } }, b: {} },
    });
    expect((await everything(machine, { inputs: [go] })).complete).toBe(true);
  });
});

test('a trace ends in the state node that was asked for', async () => {
  const machine = createMachine({
    initial: 'a',
    states: { a: { on: { go: 'b' } }, b: { on: { go: 'c' } }, c: { on: { go: {} } } },
  });
  const inC = sometimes('c', ({ some }: never) => (some as { value: unknown }[])[0]!.value === 'c');
  const [{ verdict, trace }] = (await explore(alone(machine, { inputs: [go] }), [inC as never]))
    .results as never as [{ verdict: string; trace: never }];
  expect(verdict).toBe('holds');
  expect(traceLength(trace)).toBe(3);
});

/** Sends a message, to nobody unless it is told. */
function says(type: string, to: string | readonly string[] = []) {
  return emit({ type, to });
}

function noted(what: string) {
  return assign({
    steps: ({ context }: { context: { steps: string[] } }) => [...context.steps, what],
  }) as never;
}

async function failure(exploration: Promise<unknown>): Promise<Error> {
  const error = await exploration.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ModelError);
  return error as Error;
}
