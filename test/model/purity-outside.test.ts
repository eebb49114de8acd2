/** Clock, chance and timers are refused to a model, in each of their forms and wherever it asks. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type AnyStateMachine, and, assign, emit, enqueueActions, not, raise, setup } from 'xstate';
import { always, explore, observe, role, type StepFunction } from '#model/index.js';
import { alone, everything } from '#test/model/alone.js';
import { all, door, failure, inputs, made } from '#test/model/door.js';

const real = { Date, now: Date.now, random: Math.random, hrtime: process.hrtime, setTimeout };

afterEach(() => {
  expect({ Date, now: Date.now, random: Math.random, hrtime: process.hrtime, setTimeout }).toEqual(real);
});

type Code = (args: { readonly context: object; readonly event: { readonly type: string } }) => unknown;

/** Sends news to itself, and does not hear them. */
const talking = setup({ actions: { say: emit({ type: 'news', to: 'a' } as never) } }).createMachine({
  id: 'm',
  on: { go: { actions: 'say' }, back: {} },
});

/** A date made before. */
const dates = new Date(0);

describe('the outside is shut', () => {
  const forms: readonly (readonly [string, () => unknown, RegExp])[] = [
    ['Date.now()', () => Date.now(), /calls Date\.now\(\), which reads the clock; make .* an event/],
    ['new Date()', () => new Date(), /calls new Date\(\), which reads the clock/],
    ['Date()', () => Date(), /calls Date\(\), which reads the clock/],
    ['performance.now()', () => performance.now(), /calls performance\.now\(\), which reads the clock/],
    ['new of a date kept', () => new (dates.constructor as DateConstructor)(), /calls new Date\(\), which/],
    [
      'performance.mark()',
      () => performance.mark('now').startTime,
      /calls performance\.mark\(\), which reads/,
    ],
    ['performance.toJSON()', () => performance.toJSON().timeOrigin, /calls performance\.toJSON\(\), which/],
    ['event.timeStamp', () => new Event('go').timeStamp, /calls event\.timeStamp, which reads the clock/],
    ['process.uptime()', () => process.uptime(), /calls process\.uptime\(\), which reads the clock/],
    [
      'process.cpuUsage()',
      () => process.cpuUsage().user,
      /calls process\.cpuUsage\(\), which reads how busy/,
    ],
    [
      'process.memoryUsage()',
      () => process.memoryUsage().rss,
      /calls process\.memoryUsage\(\), which reads how busy/,
    ],
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
    ['AbortSignal.timeout()', () => AbortSignal.timeout(1), /calls AbortSignal\.timeout\(\), which starts/],
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

  test.each<[string, (params: Code) => readonly [guard: object, actions: object], string]>([
    ["a guard's", (params) => [{ type: 'isAllowed', params }, []], 'isAllowed'],
    [
      "a combined guard's",
      (params) => [and(['isAllowed', not({ type: 'isAllowed', params })]), []],
      'isAllowed',
    ],
    ["an action's", (params) => [{ type: 'isAllowed' }, { type: 'act', params }], 'act'],
    [
      "a queued action's",
      (params) => [
        { type: 'isAllowed' },
        enqueueActions(({ enqueue }) => enqueue({ type: 'act', params: params as never })),
      ],
      'act',
    ],
  ])('to computed parameters: %s', async (_, using, of) => {
    const machine = (params: Code): AnyStateMachine => {
      const [guard, actions] = using(params);
      const implemented = { guards: { isAllowed: () => true }, actions: { act: assign({ n: () => 1 }) } };
      return setup(implemented as object).createMachine({
        id: 'm',
        on: { go: { guard, actions } as never, back: {} },
      });
    };
    const at = `machine 'm', state 'm', the parameters of '${of}': `;
    expect((await failure(machine(() => Date.now()))).message).toContain(`${at}calls Date.now()`);
    let asked = 0;
    expect((await failure(machine(() => asked++ % 2))).message).toContain(`${at}answers `);
    const writing = ({ context }: { readonly context: object }): unknown => Object.assign(context, { n: 2 });
    expect((await failure(machine(writing))).message).toMatch(
      /the parameters of '.*': .*it writes to the context/,
    );
    expect((await failure(machine(() => new Map()))).message).toContain(`${at}expected plain data`);
    expect(
      (
        await everything(
          machine(({ event }) => event.type),
          { inputs },
        )
      ).states,
    ).toBeGreaterThan(0);
  });

  test('to the output of a final state, and to a `dead`', async () => {
    const machine = setup({ actions: { act: assign({ n: () => 1 }) } }).createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { go: 'b', back: {} } }, b: { type: 'final', entry: 'act' } },
      output: () => Date.now(),
    });
    expect((await failure(machine)).message).toContain("the output of 'm': calls Date.now()");
    const dead = { some: () => Math.random() > 2 } as never;
    const lone = { ...alone(talking, { inputs, ignores: { news: 'it is deaf' } }), dead };
    await expect(explore(lone, [])).rejects.toThrow(
      "system alone: 'dead' of the role 'some' threw: calls Math.random()",
    );
    let asked = 0;
    const counting = { ...lone, dead: { some: () => ++asked > 1 } as never };
    await expect(explore(counting, [])).rejects.toThrow(
      "'dead' of the role 'some' answers false and then true",
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
    expect(manual).toContain(message.replaceAll('\n', ' '));
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
