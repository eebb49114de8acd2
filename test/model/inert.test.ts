/** Steps with one actor for all of them are the steps that XState takes with an actor for each; the actor itself is out of reach. */
import { describe, expect, test } from 'vitest';
import { type AnyMachineSnapshot, assign, emit, initialTransition, setup, transition } from 'xstate';
import { type AnyEvent, type AnySystem, explore, machinesOf } from '#model/index.js';
import { inert } from '#model/participant/transition.js';
import { chapters } from '#spec/index.js';
import { everything } from '#test/model/alone.js';
import { door, failure } from '#test/model/door.js';

/** Steps of one machine that are compared. */
const STEPS = 300;

const found = chapters.flatMap(({ id, instances }) => {
  const system: AnySystem = instances[0]!.system;
  return Object.keys(machinesOf(system)).length === 0 ? [] : [[id, system] as const];
});

test.each(found)('%s', async (_, system) => {
  const machines = machinesOf(system);
  const steppers = new Map(Object.entries(machines).map(([role, machine]) => [role, inert(machine)]));
  const compared: Record<string, number> = {};
  for (const { role, before, event } of (await explore(system, [], { maxStates: 5_000 })).pairs()) {
    const machine = machines[role];
    if (machine === undefined || (compared[role] ?? 0) >= STEPS) continue;
    const snapshot = machine.resolveState(before as never) as AnyMachineSnapshot;
    if (!machine.getTransitionData(snapshot, event).length) continue;
    const [next, actions] = steppers.get(role)!.take(snapshot, event);
    const [expected, due] = transition(machine, snapshot, event);
    expect(next.toJSON()).toEqual(expected.toJSON());
    expect(told(actions)).toEqual(told(due));
    compared[role] = (compared[role] ?? 0) + 1;
  }
  for (const role of Object.keys(machines)) expect(compared[role], role).toBeGreaterThan(0);
});

test('the first step, with an input', () => {
  const machine = setup({
    actions: { greet: emit(({ context }) => ({ type: 'hello', ...context })) },
  }).createMachine({
    context: ({ input }) => ({ name: input }),
    entry: 'greet',
    initial: 'on',
    states: { on: {} },
  });
  const [first, actions] = inert(machine).initial('a');
  const [expected, due] = initialTransition(machine, 'a' as never);
  expect(first.toJSON()).toEqual(expected.toJSON());
  expect(told(actions)).toEqual(told(due));
  expect(actions).toHaveLength(1);
});

test('the first context is made with the input that it is made for, and never without', async () => {
  const given: unknown[] = [];
  const machine = setup({}).createMachine({
    id: 'm',
    context: ({ input }) => {
      given.push(input);
      return { ofThree: (input as unknown as { n: number }).n % 3 };
    },
  });
  await everything(machine, { input: { n: 4 } });
  expect(given.length).toBeGreaterThan(0);
  expect(given).toEqual(given.map(() => ({ n: 4 })));
});

describe('what is shown of the actor is refused', () => {
  test.each<[string, (args: Actor) => unknown]>([
    ["'self'", ({ self }) => self.asked],
    ["'self'", ({ self }) => Object.assign(self, { asked: 1 }).asked],
    ["'self'", ({ self }) => Object.keys(self).length],
    ["'self'", ({ self }) => 'id' in self],
    ["'self'", ({ self }) => (self.send as (event: object) => void)({ type: 'go' })],
    ["'self'", ({ self }) => (self.getSnapshot as () => { status: string })().status],
    ["'self'", (args) => quietly(() => (args.self.send as (event: object) => void)({ type: 'go' }))],
    ["'system'", ({ system }) => (system.get as (key: string) => unknown)('clock')],
  ])('%s, asked by %s', async (what, ask) => {
    const told = `looks at ${what}, or starts a child; expected a function of context and event alone`;
    const act = assign({ count: (args) => Number(ask(args as never) ?? 0) });
    expect((await failure(door({}, { act }))).message).toContain(`assign 'act', key 'count': ${told}`);
  });
});

test('nor may the first context ask it', async () => {
  const context = ({ self }: { readonly self: object }): object => ({ made: String(self) });
  const { message } = await failure(setup({}).createMachine({ id: 'm', context: context as never }));
  expect(message).toContain("machine 'm', at its start: looks at 'self'");
});

type Actor = Readonly<Record<'self' | 'system', Readonly<Record<string, unknown>>>>;

function quietly(run: () => unknown): unknown {
  try {
    return run();
  } catch {
    return 0;
  }
}

function told(actions: readonly unknown[]): unknown {
  return actions.map((action) => {
    const { type, params } = action as AnyEvent & { readonly params?: unknown };
    return { type, params };
  });
}
