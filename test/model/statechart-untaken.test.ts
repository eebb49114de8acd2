/** Statecharts that mark what an exploration never came to. */
import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, setup } from 'xstate';
import { explore, machinesOf, type RoleCoverage, statechartOf } from '#model/index.js';
import { chapters } from '#spec/index.js';
import { alone } from '#test/model/alone.js';
import { readStatechart } from '#test/model/mermaid.js';

const { createMachine } = setup({
  types: { events: {} as { type: string } },
  guards: { always: () => true, never: () => false },
});

async function covered(machine: AnyStateMachine, ...inputs: readonly string[]): Promise<RoleCoverage> {
  const events = inputs.map((type) => ({ type }));
  const { coverage } = await explore(alone(machine, { inputs: events }), []);
  return coverage().roles[0]!;
}

describe('a statechart with coverage', { timeout: 60_000 }, () => {
  const machine = createMachine({
    id: 'worker',
    initial: 'idle',
    on: { note: {}, forget: {} },
    states: {
      idle: {
        on: {
          start: { guard: 'always', target: 'busy' },
          skip: { guard: 'never', target: 'done' },
          note: {},
        },
      },
      busy: {
        type: 'parallel',
        states: { left: {}, right: { initial: 'a', states: { a: {}, b: {} } } },
        on: { skip: {}, start: {} },
      },
      done: { initial: 'inner', states: { inner: { on: { leave: '#worker.idle' } } } },
    },
  });

  test('marks transitions that were never taken, those that were always refused, and states that were never entered', async () => {
    const text = statechartOf(machine, await covered(machine, 'start', 'skip', 'note'));
    const { states, arrows } = await readStatechart(text);
    const labels = arrows.map(({ label }) => label).filter((label) => label !== '');
    expect(labels.sort()).toEqual([
      '(never) leave',
      '(never, always refused) skip [never]',
      'start [always]',
    ]);
    const lines = states.flatMap(({ lines }) => lines);
    expect(lines).toEqual(expect.arrayContaining(['note', '(never) forget', 'skip', 'start']));
    expect(text.split('\n').slice(-2)).toEqual([
      '  classDef never stroke-dasharray: 4 4, opacity: 0.6',
      '  class b, done, inner never',
    ]);
  });

  test('has no marks where everything was taken', async () => {
    const lamp = createMachine({
      id: 'lamp',
      initial: 'dark',
      states: { dark: { on: { press: 'lit' } }, lit: { on: { press: 'dark' } } },
    });
    expect(statechartOf(lamp, await covered(lamp, 'press'))).toBe(statechartOf(lamp));
  });

  test('refuses the coverage of another machine', async () => {
    const lamp = createMachine({ id: 'lamp', on: { press: {} } });
    const coverage = await covered(lamp, 'press');
    expect(() => statechartOf(machine, coverage)).toThrow(
      "expected the coverage of machine 'worker', with the transition 'worker on note'; got that of 'lamp'",
    );
  });

  test('can be read by Mermaid for every machine of the book, as if nothing had been taken', async () => {
    for (const { instances } of chapters)
      for (const [role, of] of Object.entries(machinesOf(instances[0]!.system))) {
        const { coverage } = await explore(instances[0]!.system, [], { maxStates: 1 });
        const one = coverage().roles.find((each) => each.role === role)!;
        const nothing = { ...one, transitions: one.transitions.map(({ id }) => ({ id, taken: 0 })) };
        const { arrows } = await readStatechart(statechartOf(of, nothing));
        const plain = await readStatechart(statechartOf(of));
        expect(arrows).toHaveLength(plain.arrows.length);
      }
  });
});
