import { describe, expect, test } from 'vitest';
import { and, assign, emit, enqueueActions, log, not, or, raise, setup, stateIn } from 'xstate';
import { anatomyOf, unnamedParts } from '#model/index.js';

const isMany = ({ context }: { context: { count: number } }): boolean => context.count > 2;

/** Of each kind of part one, all with names. */
const lamp = setup({
  types: { context: {} as { count: number; on: boolean } },
  guards: {
    isMany,
    isTired: not('isMany'),
    isDone: and(['isMany', 'isTired']),
    isEither: or(['isDone', 'isMany']),
    isOn: stateIn({ room: 'on' }),
    isAtLeast: (_, { least }: { least: number }) => least > 0,
  },
  actions: {
    count: assign({ count: ({ context }) => context.count + 1, on: true }),
    change: assign(() => ({ on: false })),
    say: emit({ type: 'said', to: [] } as never),
    go: raise({ type: 'go' } as never),
    both: enqueueActions(({ enqueue }) => enqueue.assign({ count: 0 })) as never,
    write: log('written'),
  },
}).createMachine({
  id: 'lamp',
  context: { count: 0, on: false },
  initial: 'room',
  on: { reset: [{ guard: 'isDone', target: '.room.off' }, { actions: ['change', 'say'] }], 'any.*': {} },
  states: {
    room: {
      initial: 'off',
      entry: 'say',
      exit: ['go', 'both'],
      states: {
        off: { on: { go: { guard: { type: 'isAtLeast', params: { least: 1 } }, target: 'on' } } },
        on: { always: { guard: 'isEither', target: 'off', actions: 'count' } },
        last: { type: 'history' },
      },
      onDone: 'over',
    },
    over: { type: 'final' },
  },
});

describe('a machine taken apart', () => {
  const { machine, nodes, transitions, guards, actions } = anatomyOf(lamp);

  test('has state nodes, with what is done on the way into them and out', () => {
    expect(machine).toBe('lamp');
    expect(nodes.map(({ id, path, kind }) => [id, path.join('/'), kind])).toEqual([
      ['lamp', '', 'compound'],
      ['lamp.room', 'room', 'compound'],
      ['lamp.room.off', 'room/off', 'atomic'],
      ['lamp.room.on', 'room/on', 'atomic'],
      ['lamp.room.last', 'room/last', 'history'],
      ['lamp.over', 'over', 'final'],
    ]);
    expect(nodes[1]).toMatchObject({
      entry: [{ name: 'say', inline: false }],
      exit: [
        { name: 'go', inline: false },
        { name: 'both', inline: false },
      ],
      initial: [],
    });
  });

  test('has transitions with names of their own, eventless and completing ones too', () => {
    const rows = transitions.map(({ id, source, event, targets, guard, asks, actions }) => {
      const done = actions.map(({ name }) => name);
      return [id, source, event, targets.join(), guard?.name ?? '', asks.join(), done.join()];
    });
    expect(rows).toEqual([
      ['lamp on reset (1)', 'lamp', 'reset', 'lamp.room.off', 'isDone', 'isDone,isMany,isTired', ''],
      ['lamp on reset (2)', 'lamp', 'reset', '', '', '', 'change,say'],
      ['lamp on any.*', 'lamp', 'any.*', '', '', '', ''],
      [
        'lamp.room on xstate.done.state.lamp.room',
        'lamp.room',
        'xstate.done.state.lamp.room',
        'lamp.over',
        '',
        '',
        '',
      ],
      ['lamp.room.off on go', 'lamp.room.off', 'go', 'lamp.room.on', 'isAtLeast', 'isAtLeast', ''],
      [
        'lamp.room.on always',
        'lamp.room.on',
        '',
        'lamp.room.off',
        'isEither',
        'isEither,isDone,isMany,isTired',
        'count',
      ],
    ]);
  });

  test('has guards, and what they are made of', () => {
    const rows = guards.map(({ name, kind, operands }) => [
      name,
      kind,
      operands.map((use) => use.name).join(),
    ]);
    expect(rows).toEqual([
      ['isMany', 'function', ''],
      ['isTired', 'not', 'isMany'],
      ['isDone', 'and', 'isMany,isTired'],
      ['isEither', 'or', 'isDone,isMany'],
      ['isOn', 'in', ''],
      ['isAtLeast', 'function', ''],
    ]);
  });

  test('has actions, and the keys that assigns write', () => {
    expect(actions).toEqual([
      { name: 'count', kind: 'assign', keys: ['count', 'on'] },
      { name: 'change', kind: 'assign' },
      { name: 'say', kind: 'emit' },
      { name: 'go', kind: 'raise' },
      { name: 'both', kind: 'enqueue' },
      { name: 'write', kind: 'other' },
    ]);
  });

  test('is plain data', () => {
    expect(structuredClone(anatomyOf(lamp))).toEqual(anatomyOf(lamp));
  });
});

describe('what has no name is listed', () => {
  test('an assign that is one function', () => {
    expect(unnamedParts(lamp)).toEqual([
      "lamp: the assign 'change' is one function; expected an object of keys",
    ]);
  });

  test('guards and actions that stand where they are used', () => {
    const machine = setup({
      guards: { isMany: isMany as never, isAll: and(['isMany', isMany as never]) },
    }).createMachine({
      id: 'm',
      context: { count: 0 },
      entry: assign({ count: 1 }),
      exit: [emit({ type: 'said' } as never), () => {}],
      initial: { target: 'a', actions: raise({ type: 'go' } as never) },
      on: {
        go: { guard: isMany as never, actions: enqueueActions(() => {}) },
        back: { guard: and(['isMany', not('isAll')]) },
      },
      states: {
        a: { always: { guard: { type: 'isMany', params: () => undefined }, target: 'b' } as never },
        b: {},
        c: { type: 'final', output: () => 1 },
      },
    });
    expect(unnamedParts(machine)).toEqual([
      'm: the entry action (assign) has no name',
      'm: the exit action (emit) has no name',
      'm: the exit action (function) has no name',
      'm: the initial action (raise) has no name',
      'm on go: the guard (function) has no name',
      'm on go: the action (enqueue) has no name',
      'm on back: the guard (and of isMany, (not of isAll)) has no name',
      'm.a always: the guard (parameters of isMany) has no name',
      'm.c: the output has no name',
      "m, guard 'isAll': the operand (function) has no name",
    ]);
  });
});
