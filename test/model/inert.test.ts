/** Steps with one actor for all of them are the steps that XState takes with an actor for each. */
import { expect, test } from 'vitest';
import { type AnyMachineSnapshot, assign, transition } from 'xstate';
import { type AnyEvent, type AnySystem, explore, machinesOf } from '#model/index.js';
import { inertly } from '#model/inert.js';
import { chapters } from '#spec/index.js';
import { door, failure } from '#test/model/door.js';

/** Steps of one machine that are compared. */
const STEPS = 300;

const found = chapters.flatMap(({ id, instances }) => {
  const system: AnySystem = instances[0]!.system;
  return Object.keys(machinesOf(system)).length === 0 ? [] : [[id, system] as const];
});

test.each(found)('%s', async (_, system) => {
  const machines = machinesOf(system);
  const steppers = new Map(Object.entries(machines).map(([role, machine]) => [role, inertly(machine)]));
  const compared: Record<string, number> = {};
  for (const { role, before, event } of (await explore(system, [], { maxStates: 20_000 })).pairs()) {
    const machine = machines[role];
    if (machine === undefined || (compared[role] ?? 0) >= STEPS) continue;
    const snapshot = machine.resolveState(before as never) as AnyMachineSnapshot;
    if (!machine.getTransitionData(snapshot, event).length) continue;
    const [next, actions] = steppers.get(role)!(snapshot, event);
    const [expected, due] = transition(machine, snapshot, event);
    expect(next.toJSON()).toEqual(expected.toJSON());
    expect(told(actions)).toEqual(told(due));
    compared[role] = (compared[role] ?? 0) + 1;
  }
  for (const role of Object.keys(machines)) expect(compared[role], role).toBeGreaterThan(0);
});

test('what actions are shown of the actor is not for remembering', async () => {
  const count = ({ self }: { readonly self: object }): number =>
    Number(Object.assign(self, { asked: 1 }).asked);
  const { message } = await failure(door({}, { act: assign({ count: count as never }) }));
  expect(message).toContain("assign 'act', key 'count': Cannot add property asked, object is not extensible");
});

function told(actions: readonly unknown[]): unknown {
  return actions.map((action) => {
    const { type, params } = action as AnyEvent & { readonly params?: unknown };
    return { type, params };
  });
}
