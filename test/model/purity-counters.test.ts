/** What answers otherwise the next time is found, and named. */
import { describe, expect, test } from 'vitest';
import { and, assign, emit, enqueueActions, setup } from 'xstate';
import { explore, observe } from '#model/index.js';
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
    ['a step', 2, "guard 'isAllowed' is not what it was"],
    [
      'half a step',
      1,
      'let the event pass and then, asked again, did not; .* taken again it did not: it counts',
    ],
  ])('a guard that had made up its mind before the search began, after %s', async (_, yes, message) => {
    let asked = 0;
    const machine = door({ isAllowed: () => ++asked <= yes });
    const searched = explore(alone(machine, { inputs }), [], { ample: true });
    await expect(searched).rejects.toThrow(new RegExp(message));
  });

  test('a guard that has long made up its mind, among others', async () => {
    let asked = 0;
    const guards = { isOpenTo: () => true, isNew: () => ++asked <= 2, isAllowed: and(['isOpenTo', 'isNew']) };
    const { message } = await failure(door(guards, { act: counting }));
    expect(message).toContain(`${where}guard 'isNew' is not what it was`);
    expect(message).toContain(
      'came to {"context":{"count":1},"sent":[],"value":"open"} when it was taken first',
    );
    expect(message).toContain('and to nothing when it was taken again');
  });

  test.each([
    ['an assign', (next: () => number) => assign({ count: next }), "assign 'act', key 'count' is not"],
    [
      'an assign in one function',
      (next: () => number) => assign(() => ({ count: next() })),
      "assign 'act' is not",
    ],
    [
      'a message',
      (next: () => number) => emit(() => ({ type: 'news', to: [], id: next() })),
      "emit 'act' is not",
    ],
    [
      'a queue',
      (next: () => number) =>
        enqueueActions(({ enqueue }) => {
          if (next() < 3) enqueue.emit({ type: 'news', to: [] } as never);
        }),
      "action 'act' is not",
    ],
  ])('%s', async (_, act, part) => {
    let called = 0;
    const next = (): number => Math.min(++called, 3);
    expect((await failure(door({}, { act: act(next), count: counting }))).message).toContain(where + part);
  });

  test('a queue, every other time', async () => {
    let called = 0;
    const act = enqueueActions(({ enqueue }) => {
      if (++called % 2 === 1) enqueue.assign({ count: 2 } as never);
    });
    const { message } = await failure(door({}, { act }));
    expect(message).toContain("action 'act'");
    expect(message).toMatch(/neither counts? nor remembers?/);
  });

  test('the first context', async () => {
    let born = 0;
    const context = (): object => ({ number: ++born });
    const machine = setup({}).createMachine({ id: 'm', context, on: { go: {}, back: {} } });
    expect((await failure(machine)).message).toContain(
      "its first state: machine 'm', at its start, it is not",
    );
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

  test('nothing, in a machine that is a function of context and event', async () => {
    const found = await everything(door({ isAllowed: () => true }, { act: counting }), { inputs });
    expect(found).toMatchObject({ complete: true, states: 8, localSteps: 17 });
  });
});
