/** What a machine must not do, and what it is told when it does. */
import { describe, expect, test } from 'vitest';
import {
  type AnyStateMachine,
  assign,
  cancel,
  createMachine,
  emit,
  enqueueActions,
  fromPromise,
  log,
  raise,
  sendTo,
  setup,
  spawnChild,
  stopChild,
} from 'xstate';
import { ModelError, role } from '#model/index.js';
import { type Around, everything } from '#test/model/alone.js';

const child = createMachine({});
const work = fromPromise(async () => 1);

describe('an effect is refused, with its name and what to do instead', () => {
  test.each([
    ['log', log('here'), /xstate\.log.*expected only assign, raise without delay, and emit/],
    ['sendTo', sendTo(({ self }) => self, { type: 'go' }), /xstate\.sendTo.*effect/],
    ['raise with a delay', raise({ type: 'go' }, { delay: 10 }), /xstate\.raise.*raise without delay/],
    [
      'raise with a delay of nothing',
      raise({ type: 'go' }, { delay: 0 }),
      /xstate\.raise.*raise without delay/,
    ],
    ['cancel', cancel('go'), /xstate\.cancel.*effect/],
    ['stopChild', stopChild('x'), /xstate\.stopChild.*effect/],
    [
      'spawnChild',
      spawnChild(child),
      /starts a child; expected .* participants are separate instances of a system/,
    ],
    ['spawn in assign', assign({ it: ({ spawn }) => spawn(child) }), /starts a child/],
    [
      'a function of its own',
      function beep() {
        throw new Error('not to be called');
      },
      /'beep'.*effect/,
    ],
    [
      'a function among others',
      enqueueActions(({ enqueue }) => {
        enqueue(function beep() {});
      }),
      /'beep'.*effect/,
    ],
  ])('%s', async (_, action, message) => {
    const machine = createMachine({ id: 'clock', on: { go: { actions: action as never } } });
    const error = await failure(machine, { inputs: [{ type: 'go' }] });
    expect(error.message).toMatch(/a \(role some\)/);
    expect(error.message).toContain("machine 'clock'");
    expect(error.message).toMatch(message);
  });

  test('at the start too', async () => {
    const machine = createMachine({ entry: log('hello') });
    expect((await failure(machine)).message).toMatch(/first state.*xstate\.log/);
  });

  test('by the name that it has in setup', async () => {
    const machine = setup({ actions: { ringTheBell: () => {} } }).createMachine({
      on: { go: { actions: 'ringTheBell' } },
    });
    expect((await failure(machine, { inputs: [{ type: 'go' }] })).message).toContain("'ringTheBell'");
  });
});

describe('time and children are refused before anything is explored', () => {
  const nested = (inner: object): AnyStateMachine =>
    createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { initial: 'b', states: { b: inner as never, c: {} } } },
    });

  test.each([
    ['after', { after: { 1000: 'c' } }, /machine 'm', state 'm\.a\.b': 'after'.*an event.*'inputs'/],
    ['invoke', { invoke: { src: work } }, /machine 'm', state 'm\.a\.b': 'invoke'.*a role of the system/],
  ])('%s', async (_, inner, message) => {
    expect(() => {
      const { process } = role(nested(inner), { instances: ['a'] } as never);
      process('a');
    }).toThrow(message);
    await expect(everything(nested(inner))).rejects.toThrow(message);
  });
});

describe('what a machine holds and sends is plain data', () => {
  class Point {}

  test.each([
    ['a Map', new Map(), 'an instance of Map'],
    ['a Set', new Set(), 'an instance of Set'],
    ['a Date', new Date(0), 'an instance of Date'],
    ['bytes', new Uint8Array(1), 'an instance of Uint8Array'],
    ['an instance', new Point(), 'an instance of Point'],
    ['a function', () => 1, 'a function'],
    ['a symbol', Symbol('s'), 'a symbol'],
  ])('or refused: %s', async (_, value, found) => {
    const holding = createMachine({ context: { deep: [{ at: value }] } });
    expect((await failure(holding)).message).toMatch(new RegExp(`got ${found} at '[^']*deep\\[0\\]\\.at'`));
    const sending = createMachine({ entry: emit({ type: 'news', to: [], deep: { at: [value] } } as never) });
    expect((await failure(sending)).message).toMatch(new RegExp(`got ${found} at '[^']*deep\\.at\\[0\\]'`));
  });

  test('or refused: an input', async () => {
    const machine = createMachine({ on: { go: {} } });
    const inputs = [{ type: 'go', with: { a: new Map() } }];
    expect((await failure(machine, { inputs })).message).toMatch(/got an instance of Map at '[^']*with\.a'/);
  });

  test('or refused: a cycle', async () => {
    const context: Record<string, unknown> = {};
    context.self = { again: context };
    expect((await failure(createMachine({ context }))).message).toMatch(/a cycle at '[^']*self\.again'/);
  });
});

describe('what is shared is not written to', () => {
  test.each([
    ['the context', ({ context }: never) => push((context as { list: number[] }).list)],
    ['the event', ({ event }: never) => push((event as { list: number[] }).list)],
  ])('%s', async (_, write) => {
    const machine = createMachine({
      context: { list: [1] },
      on: { go: { actions: assign(write as never) } },
    });
    const error = await failure(machine, { inputs: [{ type: 'go', list: [1] } as { type: string }] });
    expect(error.message).toMatch(/a \(role some\).*(not extensible|read only)/);
  });

  test('not even where the outside was frozen before', async () => {
    const machine = createMachine({
      context: () => Object.freeze({ inner: { list: [1] } }),
      on: { go: { actions: assign(({ context }) => push(context.inner.list) as never) } },
    });
    const error = await failure(machine, { inputs: [{ type: 'go' }] });
    expect(error.message).toMatch(/a \(role some\).*(not extensible|read only)/);
  });
});

describe('an error in a machine is told with its participant', () => {
  const fail = (): never => {
    throw new Error('out of cheese');
  };

  test.each([
    ['in a guard', { on: { go: { guard: fail } } }],
    ['in an assign', { on: { go: { actions: assign(fail) } } }],
    ['in a message', { on: { go: { actions: emit(fail) } } }],
    ['at the start', { entry: assign(fail) }],
  ])('%s', async (_, config) => {
    const error = await failure(createMachine(config as never), { inputs: [{ type: 'go' }] });
    expect(error.message).toMatch(/^system alone: a \(role some\).*out of cheese/s);
    expect(error.cause).toBeInstanceOf(Error);
  });
});

function push(list: number[]): object {
  list.push(1);
  return {};
}

async function failure(machine: AnyStateMachine, around?: Around): Promise<Error> {
  const error = await everything(machine, around).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ModelError);
  return error as Error;
}
