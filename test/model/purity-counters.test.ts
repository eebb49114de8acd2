/** What answers otherwise the next time is found, and named. */
import { describe, expect, test } from 'vitest';
import { and, assign, emit, enqueueActions, raise, setup } from 'xstate';
import { explore, observe, type Property, refines, role, step, system } from '#model/index.js';
import { alone, everything } from '#test/model/alone.js';
import { all, counting, door, failure, inputs } from '#test/model/door.js';

describe('what counts or remembers is found when steps are taken again', () => {
  const where = "the event 'go': machine 'door', state 'door.closed', ";

  test.each([
    ['every other time', (n: number) => n % 2 === 1],
    ['three times', (n: number) => n <= 3],
    ['but the first time', (n: number) => n > 1],
  ])('a guard that says yes %s', async (_, says) => {
    let asked = 0;
    const error = await failure(door({ isAllowed: () => says(++asked) }));
    expect(error.message).toContain("guard 'isAllowed'");
    expect(error.message).toMatch(/neither counts? nor remembers?/);
  });

  test.each([
    ['a step', 2, "taken again; what ran: guard 'isAllowed'"],
    ['half a step', 1, 'let the event pass and then, asked again, did not; .* neither counts nor remembers'],
  ])('a guard that had made up its mind before the search began, after %s', async (_, yes, message) => {
    let asked = 0;
    const machine = door({ isAllowed: () => ++asked <= yes });
    const searched = explore(alone(machine, { inputs }), []);
    await expect(searched).rejects.toThrow(new RegExp(message));
  });

  test('a guard that has long made up its mind, among others', async () => {
    let asked = 0;
    const guards = { isOpenTo: () => true, isNew: () => ++asked <= 2, isAllowed: and(['isOpenTo', 'isNew']) };
    const { message } = await failure(door(guards, { act: counting }));
    expect(message).toContain(`${where}the step came to`);
    expect(message).toContain(
      'came to {"context":{"count":1},"sent":[],"value":"open"} when it was taken first',
    );
    expect(message).toContain(
      "and to nothing when it was taken again; what ran: guard 'isOpenTo', guard 'isNew', guard 'isAllowed'",
    );
  });

  test.each([
    [
      'an assign',
      (next: () => number) => assign({ count: next }),
      "assign 'act', key 'count', assign 'count', key 'count'",
    ],
    [
      'an assign in one function',
      (next: () => number) => assign(() => ({ count: next() })),
      "assign 'act', assign 'count', key 'count'",
    ],
    [
      'a message',
      (next: () => number) => emit(() => ({ type: 'news', to: [], id: next() })),
      "emit 'act', assign 'count', key 'count'",
    ],
    [
      'a queue',
      (next: () => number) =>
        enqueueActions(({ enqueue }) => {
          if (next() < 3) enqueue.emit({ type: 'news', to: [] } as never);
        }),
      "action 'act', assign 'count', key 'count'",
    ],
  ])('%s', async (_, act, part) => {
    let called = 0;
    const next = (): number => Math.min(++called, 3);
    const { message } = await failure(door({}, { act: act(next), count: counting }));
    expect(message).toContain(where);
    expect(message).toContain(`what ran: guard 'isAllowed', ${part}; expected`);
  });

  test('a queue, one time in three', async () => {
    let called = 0;
    const act = enqueueActions(({ enqueue }) => {
      if (++called % 3 === 1) enqueue.assign({ count: 2 } as never);
    });
    const { message } = await failure(door({}, { act }));
    expect(message).toContain("action 'act'");
    expect(message).toMatch(/neither counts? nor remembers?/);
  });

  test.each([
    ['always', (n: number) => n],
    ['every other time', (n: number) => n % 2],
  ])('the first context, %s', async (_, of) => {
    let born = 0;
    const context = (): object => ({ number: of(++born) });
    const machine = setup({}).createMachine({ id: 'm', context, on: { go: {}, back: {} } });
    expect((await failure(machine)).message).toContain(
      "its first state: machine 'm', at its start, the step came to",
    );
  });

  test('what is done at the start, if only what is sent differs', async () => {
    let isFirst = true;
    const once = (): boolean => {
      const was = isFirst;
      isFirst = false;
      return was;
    };
    const hello = emit({ type: 'hello', to: [] } as never);
    const greets = setup({ guards: { once }, actions: { hello } }).createMachine({
      id: 'm',
      initial: 'new',
      states: {
        new: { always: [{ guard: 'once', target: 'old', actions: 'hello' }, { target: 'old' }] },
        old: { on: { go: {}, back: {} } },
      },
    });
    expect((await failure(greets)).message).toContain("what ran: guard 'once'");
    isFirst = true;
    const initial = () => [0, once() ? [{ type: 'hello', to: [] }] : []] as const;
    await expect(all({ initial, step: () => undefined })).rejects.toThrow(
      /its first state: the step came to/,
    );
  });

  test('a guard among others, in whatever they are combined', async () => {
    const named = async (bad: (n: number) => boolean): Promise<string> => {
      let asked = 0;
      const guards = { fine: () => true, bad: () => bad(asked++), isAllowed: and(['fine', 'bad']) };
      return (await failure(door(guards))).message;
    };
    expect(await named((n) => n >= 1)).toContain("guard 'bad'");
    expect(await named((n) => n < 1)).toMatch(
      /guard 'isAllowed' or 'fine' or 'bad' of '.*' let the event pass/,
    );
    expect(await named((n) => n < 2)).toContain("guard 'bad'");
  });

  test('the first context, of several', async () => {
    for (const period of [2, 3, 5]) {
      let born = 0;
      const context = (): object => ({ number: born++ % period === 0 ? 0 : 1 });
      const machine = setup({}).createMachine({ id: 'm', context, on: { go: {}, back: {} } });
      const { roles, ...rest } = alone(machine, { inputs });
      const two = { ...rest, roles: { some: { ...roles.some, instances: ['a', 'b'] } } };
      await expect(explore(two, [])).rejects.toThrow("machine 'm', at its start, the step came to");
    }
  });

  test('what is raised', async () => {
    let called = 0;
    const say = raise(() => ({ type: called++ < 1 ? 'left' : 'right' }));
    const machine = setup({ actions: { say: say as never } }).createMachine({
      id: 'm',
      initial: 'here',
      states: {
        here: { on: { go: { actions: 'say' }, left: 'away', right: {}, back: {} } },
        away: { on: { go: {}, back: {} } },
      },
    });
    expect((await failure(machine)).message).toContain("what ran: raise 'say'; expected");
  });

  test('of two assigns to one key, either', async () => {
    let called = 0;
    const bad = assign({ count: () => Math.min(++called, 3) });
    const fine = assign({ count: ({ context }: { context: { count: number } }) => context.count });
    expect((await failure(door({}, { bad, fine }))).message).toContain(
      "assign 'bad', key 'count', assign 'fine', key 'count'; expected",
    );
  });

  test('what is not met among the steps that were closed before the search', async () => {
    let called = 0;
    const act = assign({ count: () => Math.floor(++called / 3) });
    const machine = door({}, { act });
    const searched = explore(alone(machine, { inputs }), []);
    await expect(searched).rejects.toThrow(/the step came to .*assign 'act', key 'count'/);
  });

  test('a predicate, and how a refinement begins', async () => {
    const machine = door({}, { act: counting });
    const said = async (property: Property<never>) =>
      explore(alone(machine, { inputs }), [property as never]).catch(({ message }) => message);
    let asked = 0;
    expect(await said(step('it goes', () => asked++ % 3 !== 2))).toMatch(/'it goes' is not what it was/);
    const begins = (initial: () => boolean) =>
      refines('it is', { image: () => 0, initial, step: () => true }) as Property<never>;
    expect(await said(begins(() => Date.now() > 0))).toMatch(/^property 'it is' threw: calls Date\.now/);
    asked = 0;
    expect(await said(begins(() => asked++ === 0))).toMatch(/'it is' is not what it was/);
  });

  test('a step function and a history variable', async () => {
    let called = 0;
    const step = (): readonly [number, readonly { type: 'said'; to: string[] }[]] => [
      called++,
      [{ type: 'said', to: [] }],
    ];
    await expect(all({ initial: () => [0, []], step })).rejects.toThrow(/answers .* to the same context/);
    const said = observe<number, { type: 'said' }>(0, { said: () => called++ });
    const speaks = { initial: step.bind(undefined), step: () => [0, [{ type: 'said', to: [] }]] as never };
    called = 0;
    await expect(all({ ...speaks, initial: () => [0, []] }, { said })).rejects.toThrow(
      /said \(role history\)/,
    );
  });

  test('what depends on the order of keys', async () => {
    type Written = { readonly first?: string; readonly seen: Readonly<Record<string, number>> };
    const writing = (firstOf: (keys: string[]) => string[]) =>
      role(
        {
          initial: () => [{ seen: {} } as Written, []] as const,
          step: ({ seen, first }: Written, { type }: { readonly type: 'a' | 'b' | 'look' }) => {
            if (type !== 'look')
              return type in seen ? undefined : ([{ seen: { ...seen, [type]: 1 } }, []] as const);
            const keys = firstOf(Object.keys(seen));
            return first !== undefined || keys.length < 2
              ? undefined
              : ([{ seen, first: keys[0]! }, []] as const);
          },
        },
        { instances: ['x'], inputs: [{ type: 'a' }, { type: 'b' }, { type: 'look' }] },
      );
    const searched = (firstOf: (keys: string[]) => string[]) =>
      explore(system({ name: 'keys', network: 'ordered', roles: { writer: writing(firstOf) } }), []);
    await expect(searched((keys) => keys)).rejects.toThrow(
      /x \(role writer\), the event 'look': the step came to .*, and on the same data with the keys .* in reversed order to/,
    );
    expect((await searched((keys) => keys.sort())).complete).toBe(true);
  });

  test('what throws where keys come in another order', async () => {
    const impatient = role(
      {
        initial: () => [{ a: 1, b: 2 }, []] as const,
        step: (values: object, _: { readonly type: 'look' }) => {
          if (Object.keys(values)[0] === 'b') throw new Error('b comes first');
          return undefined;
        },
      },
      { instances: ['x'], inputs: [{ type: 'look' }] },
    );
    await expect(
      explore(system({ name: 'keys', network: 'lossy', roles: { impatient } }), []),
    ).rejects.toThrow(/the event 'look': the step came to nothing, .* to an error \(b comes first\)/);
  });

  describe('where messages are sent in the order of keys', () => {
    const telling = (network: 'lossy' | 'ordered', to: (key: string) => string) => {
      const teller = role(
        {
          initial: () => [{ a: 1, b: 2 } as Readonly<Record<string, number>>, []] as const,
          step: (values: Readonly<Record<string, number>>, _: { readonly type: 'tell' }) =>
            [values, Object.keys(values).map((key) => ({ type: 'told', key, to: to(key) }))] as const,
        },
        { instances: ['t'], inputs: [{ type: 'tell' }] },
      );
      const listener = role(
        { initial: () => ['listening', []] as const, step: () => undefined },
        { instances: ['a', 'b'] },
      );
      const within = ({ messages }: { messages: (type: 'told') => readonly unknown[] }): boolean =>
        messages('told').length === 0;
      const told = system({ name: 'telling', network, roles: { teller, listener }, within: within as never });
      return explore(told, []);
    };

    test('nothing is said of a network that knows no order', async () => {
      expect((await telling('lossy', () => 'a')).complete).toBe(true);
    });

    test('it is said of one that keeps it', async () => {
      await expect(telling('ordered', () => 'a')).rejects.toThrow(
        /the keys of its objects in reversed order/,
      );
    });
  });

  test('nothing, in a machine that is a function of context and event', async () => {
    const found = await everything(door({ isAllowed: () => true }, { act: counting }), { inputs });
    expect(found).toMatchObject({ complete: true, states: 8, localSteps: 17 });
  });
});
