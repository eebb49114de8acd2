/** Clock, chance and timers are refused to a model, in each of their forms and wherever it asks. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { and, assign, emit, enqueueActions, raise, setup } from 'xstate';
import { always, explore, observe, role, type StepFunction } from '#model/index.js';
import { everything } from '#test/model/alone.js';
import { all, door, failure, inputs, made } from '#test/model/door.js';

const real = { Date, now: Date.now, random: Math.random, hrtime: process.hrtime, setTimeout };

afterEach(() => {
  expect({ Date, now: Date.now, random: Math.random, hrtime: process.hrtime, setTimeout }).toEqual(real);
});

describe('the outside is shut', () => {
  const forms: readonly (readonly [string, () => unknown, RegExp])[] = [
    ['Date.now()', () => Date.now(), /calls Date\.now\(\), which reads the clock; make .* an event/],
    ['new Date()', () => new Date(), /calls new Date\(\), which reads the clock/],
    ['Date()', () => Date(), /calls Date\(\), which reads the clock/],
    ['performance.now()', () => performance.now(), /calls performance\.now\(\), which reads the clock/],
    ['process.hrtime()', () => process.hrtime(), /calls process\.hrtime\(\), which reads the clock/],
    ['hrtime.bigint()', () => process.hrtime.bigint(), /calls process\.hrtime\.bigint\(\), which reads/],
    [
      'Math.random()',
      () => Math.random(),
      /calls Math\.random\(\), which leaves it to chance; make .* several/,
    ],
    ['randomUUID()', () => crypto.randomUUID(), /calls crypto\.randomUUID\(\), which leaves it to chance/],
    [
      'getRandomValues()',
      () => crypto.getRandomValues(new Uint8Array(1)),
      /calls crypto\.getRandomValues\(\), which leaves it to chance/,
    ],
    ['setTimeout()', () => setTimeout(() => {}), /calls setTimeout\(\), which starts something later/],
    ['setInterval()', () => setInterval(() => {}, 1), /calls setInterval\(\), which starts something later/],
    ['setImmediate()', () => setImmediate(() => {}), /calls setImmediate\(\), which starts something later/],
    ['queueMicrotask()', () => queueMicrotask(() => {}), /calls queueMicrotask\(\), which starts/],
    ['process.nextTick()', () => process.nextTick(() => {}), /calls process\.nextTick\(\), which starts/],
  ];
  const where = "system alone: a (role some), the event 'go': machine 'door', state 'door.closed', ";

  test.each(forms)('to a guard: %s', async (_, ask, message) => {
    const error = await failure(door({ isAllowed: () => ask() !== 0 }));
    expect(error.message).toMatch(message);
    expect(error.message).toContain(`${where}guard 'isAllowed': calls`);
  });

  test.each(forms)('to a guard that catches the error: %s', async (_, ask, message) => {
    const isAllowed = (): boolean => {
      try {
        return ask() !== 0;
      } catch {
        return true;
      }
    };
    const error = await failure(door({ isAllowed }));
    expect(error.message).toMatch(message);
    expect(error.message).toContain(`${where}guard 'isAllowed': calls`);
  });

  test.each([
    ['an assign', assign({ count: () => Math.random() }), "assign 'act', key 'count': calls"],
    ['an assign in one function', assign(() => ({ count: Math.random() })), "assign 'act': calls"],
    ['a message', emit(() => ({ type: 'news', to: [], id: Math.random() })), "emit 'act': calls"],
    ['what is raised', raise(() => ({ type: 'go', at: Math.random() }) as never), "raise 'act': calls"],
    [
      'what queues actions',
      enqueueActions(() => {
        Math.random();
      }),
      "action 'act': calls",
    ],
    [
      'what is queued',
      enqueueActions(({ enqueue }) => {
        enqueue.assign({ count: () => Math.random() });
      }),
      "assign 'act', key 'count': calls",
    ],
  ])('to %s', async (_, act, part) => {
    expect((await failure(door({}, { act }))).message).toContain(where + part);
  });

  test('to what has no name, which is then told by its place', async () => {
    const guard = (): boolean => Math.random() > 2;
    const inline = setup({}).createMachine({ id: 'm', on: { go: { guard } } });
    expect((await failure(inline)).message).toContain(
      "state 'm', the guard of 'm on go': calls Math.random()",
    );
    const within = setup({}).createMachine({ id: 'm', on: { go: { guard: and([guard, guard]) } } });
    expect((await failure(within)).message).toContain("the guard of 'm on go': calls Math.random()");
    const action = setup({}).createMachine({ id: 'm', entry: assign({ at: () => Date.now() }) });
    expect((await failure(action)).message).toContain(
      "its first state: machine 'm', at its start, assign of 'm, entry', key 'at': calls Date.now()",
    );
  });

  test('to the first context', async () => {
    const machine = setup({}).createMachine({ id: 'm', context: () => ({ born: Date.now() }) });
    expect((await failure(machine)).message).toContain("machine 'm', at its start: calls Date.now()");
  });

  test('to a step function, a history variable and a predicate', async () => {
    const initial = (): readonly [number, readonly never[]] => [0, []];
    const rolls: StepFunction<number, { type: 'go' }, never> = {
      initial,
      step: () => [Math.random(), []],
    };
    await expect(all(rolls)).rejects.toThrow(/a \(role some\), the event 'go': calls Math\.random\(\)/);
    const speaks: StepFunction<number, { type: 'go' }, { type: 'said'; to: string[] }> = {
      initial,
      step: (state) => [state, [{ type: 'said', to: [] }]],
    };
    const last = observe<number, { type: 'said' }>(0, { said: () => Date.now() });
    await expect(all(speaks, { last })).rejects.toThrow(/last \(role history\).*calls Date\.now\(\)/);
    const late = always('late', () => Date.now() > 0);
    const quiet = { initial, step: initial };
    await expect(explore(made(quiet), [late])).rejects.toThrow("property 'late' threw: calls Date.now()");
  });

  test('in the words that the manual shows', async () => {
    const manual = readFileSync(new URL('../../model/README.md', import.meta.url), 'utf8').replaceAll(
      '\n',
      ' ',
    );
    const { message } = await failure(door({ isAllowed: () => Date.now() > 0 }));
    expect(manual).toContain(message);
  });

  test('and opened again, also where the host has put something else there', async () => {
    const machine = door({ isAllowed: () => Date.now() > 0 });
    vi.useFakeTimers();
    const faked = { Date, now: Date.now, setTimeout };
    const { initial, step } = role(machine, { instances: ['a'] } as never).process('a');
    expect(() => step(initial()[0], { type: 'go' })).toThrow('calls Date.now()');
    expect({ Date, now: Date.now, setTimeout }).toEqual(faked);
    vi.useRealTimers();
    expect(Date.now()).toBeGreaterThan(0);
  });

  test('but not to dates that are told', async () => {
    const isAllowed = (): boolean => new Date(0).getTime() === 0 && new Date(0) instanceof Date;
    expect((await everything(door({ isAllowed }), { inputs })).states).toBe(2);
  });
});
