/** What a model is given it must not write to; and what it holds and sends must be plain data. */
import { describe, expect, test } from 'vitest';
import { assign, emit, setup } from 'xstate';
import { all, counting, door, failure } from '#test/model/door.js';

describe('what is given is not written to', () => {
  const sloppy = (body: string) => new Function('{ context, event }', body) as () => boolean;
  const caught = (write: (args: { context: { count: number }; event: object }) => void) => (args: never) => {
    try {
      write(args);
    } catch {}
    return true;
  };

  test.each([
    ['the context', ({ context }: { context: { count: number } }) => ++context.count > 0],
    ['the context, and the error caught', caught(({ context }) => void context.count++)],
    ['the context, out of strict mode', sloppy('return ++context.count > 0')],
    ['a new key, out of strict mode', sloppy('context.more = 1; return true')],
    ['the event, and the error caught', caught(({ event }) => void Object.assign(event, { at: 1 }))],
    ['the event, out of strict mode', sloppy('event.type = "back"; return true')],
  ])('by a guard: %s', async (_, isAllowed) => {
    const { message } = await failure(door({ isAllowed: isAllowed as () => boolean }));
    expect(message).toContain("the event 'go': machine 'door', state 'door.closed', guard 'isAllowed': ");
    expect(message).toMatch(/writes to the context or the event that it is given/);
  });

  test('by an assign, a message and an eventless guard, out of strict mode', async () => {
    const act = assign({ count: sloppy('context.count = 7; return 1') as never });
    expect((await failure(door({}, { act }))).message).toMatch(/assign 'act', key 'count': writes to/);
    const say = emit(sloppy('context.count = 7; return { type: "news", to: [] }') as never);
    expect((await failure(door({}, { say }))).message).toMatch(/emit 'say': writes to/);
    const machine = setup({
      guards: { isMany: sloppy('return ++context.count > 3') },
      actions: { count: counting as never },
    }).createMachine({
      id: 'm',
      context: { count: 0 },
      on: { go: { actions: 'count' }, back: {} },
      always: { guard: 'isMany', actions: 'count' },
    });
    expect((await failure(machine)).message).toMatch(/guard 'isMany': writes to/);
  });

  test('by a step function', async () => {
    const step = new Function('state', 'event', 'state.n = 1; return [state, []]') as never;
    await expect(all({ initial: () => [{ n: 0 }, []], step })).rejects.toThrow(/it writes to/);
  });
});

const HOLES_OR_KEYS = 'an array with holes, or with keys of its own';

describe('what is held or sent is plain data', () => {
  class Point {}
  const cycle: { self?: object } = {};
  cycle.self = cycle;

  test.each([
    ['a Map', new Map(), 'an instance of Map', ''],
    ['an instance of a class', new Point(), 'an instance of Point', ''],
    ['a function', () => 1, 'a function', ''],
    ['an instance of a kind of array', new (class Bag extends Array {})(), 'an instance of Bag', ''],
    ['an array with a key of its own', Object.assign([1], { index: 0 }), HOLES_OR_KEYS, ''],
    ['an array with a hole and a key', Object.assign(new Array(1), { at: 0 }), HOLES_OR_KEYS, ''],
    ['an array with a symbol for a key', Object.assign([1], { [Symbol('id')]: 0 }), HOLES_OR_KEYS, ''],
    ['an array with a hidden key', Object.defineProperty([1], 'id', { value: 1 }), HOLES_OR_KEYS, ''],
    [
      'an array with a getter for an item',
      Object.defineProperty([1], 0, { get: () => 1, enumerable: true }),
      'a getter',
      '[0]',
    ],
    ['a cycle', cycle, 'a cycle', '.self'],
    [
      'a hidden key',
      Object.defineProperty({}, 'id', { value: 1, enumerable: false }),
      'an object with a hidden key',
      '',
    ],
    ['a setter', { set at(_: number) {} }, 'a setter', '.at'],
    [
      'a getter',
      {
        get now() {
          return 1;
        },
      },
      'a getter',
      '.now',
    ],
  ])('or told with machine, state and path: %s', async (_, value, found, path) => {
    const act = assign({ seen: () => [{ deep: value }] });
    expect((await failure(door({}, { act }))).message).toContain(
      "the event 'go': machine 'door', state 'door.closed', assign 'act', key 'seen': expected plain data (null, " +
        `booleans, numbers, strings, arrays, plain objects), got ${found} at 'context.seen[0].deep${path}'`,
    );
    const say = emit(() => ({ type: 'news', to: [], deep: value }));
    expect((await failure(door({}, { say }))).message).toContain(`got ${found} at 'the event.deep${path}'`);
    const holding = setup({}).createMachine({ id: 'm', context: { deep: value } });
    expect((await failure(holding)).message).toContain(
      `its first state: machine 'm', at its start: expected plain data`,
    );
  });
});

test('a guard answers true or false', async () => {
  const { message } = await failure(door({ isAllowed: (() => 'yes') as never }));
  expect(message).toContain("guard 'isAllowed': answered yes; expected true or false");
  const promising = door({ isAllowed: (async () => false) as never });
  expect((await failure(promising)).message).toContain('answered [object Promise]; expected true or false');
});

test('eventless transitions that go round for ever are an error', async () => {
  const machine = setup({
    guards: { isOdd: () => true },
    actions: { count: counting as never },
  }).createMachine({
    id: 'm',
    context: { count: 0 },
    always: { guard: 'isOdd', actions: 'count' },
  });
  expect((await failure(machine)).message).toMatch(/machine 'm', at its start.*more than 1000 microsteps/);
});
