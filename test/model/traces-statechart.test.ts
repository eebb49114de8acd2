import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, and, not, or, raise, setup } from 'xstate';
import { statechartOf } from '#model/index.js';
import { awkward } from '#test/model/awkward.js';
import { readStatechart, type Statechart } from '#test/model/mermaid.js';

const ok = () => true;
const nothing = () => {};
const { createMachine } = setup({
  types: { events: {} as { type: string } },
  guards: { isReady: ok, isLate: ok, isAllowed: (_, _by: { by: string }) => true },
  actions: {
    begin: nothing,
    end: nothing,
    note: nothing,
    announceToEverybody: nothing,
    forgetWhatWasHeard: nothing,
  },
});

describe('a machine as a statechart', { timeout: 60_000 }, () => {
  test('has a box for each state, an arrow for each transition that leads somewhere', () => {
    const machine = createMachine({
      id: 'worker',
      initial: 'idle',
      on: { stop: { target: '.done' }, ask: { actions: 'note' } },
      states: {
        idle: { on: { start: { guard: 'isReady', target: 'busy', actions: ['begin', 'note'] } } },
        busy: { entry: 'note', exit: 'end', on: { ask: {} }, always: { guard: 'isLate', target: 'idle' } },
        done: { type: 'final' },
      },
    });
    expect(statechartOf(machine)).toBe(`stateDiagram-v2
  [*] --> idle
  state "worker, in any state" as any_worker
  any_worker : ask / note
  state "idle" as idle
  state "busy" as busy
  busy : entry / note
  busy : exit / end
  busy : ask
  state "done" as done
  done --> [*]
  any_worker --> done : stop
  idle --> busy : start [isReady] / begin, note
  busy --> idle : [isLate]`);
  });

  test('that has no states but its context is one box', () => {
    const machine = createMachine({ id: 'counter', on: { add: { guard: 'isReady', actions: 'note' } } });
    expect(statechartOf(machine)).toBe(`stateDiagram-v2
  state "counter" as counter
  counter : add [isReady] / note`);
  });

  test('nests states and divides regions', async () => {
    const machine = createMachine({
      id: 'm',
      initial: 'outer',
      states: {
        outer: {
          type: 'parallel',
          on: { again: 'outer' },
          onDone: 'finished',
          states: {
            left: {
              initial: 'one',
              states: { one: { on: { up: '#m.outer', next: 'two' } }, two: { type: 'final' } },
            },
            right: {
              initial: 'one',
              states: {
                one: { on: { both: ['#m.outer.left.two', 'two'] } },
                two: { type: 'final' },
                back: { type: 'history' },
              },
            },
          },
        },
        finished: { on: { resume: '#m.outer.right.back' } },
      },
    });
    const { states, arrows } = await readStatechart(statechartOf(machine));
    expect(Object.fromEntries(states.map(({ id, title }) => [id, title]))).toMatchObject({
      outer: 'outer',
      any_outer: 'outer, in any state',
      one: 'one',
      outer_right_one: 'one',
      back: 'H',
    });
    const within = (id: string) => ancestors(states, id).filter((outer) => !/^(id|divider)-/.test(outer));
    expect(within('one')).toEqual(['left', 'outer']);
    expect(within('outer_right_one')).toEqual(['right', 'outer']);
    expect(
      arrows.filter(({ label }) => label !== '').map(({ from, label, to }) => `${from} ${label} ${to}`),
    ).toEqual([
      'any_outer again one',
      'any_outer again outer_right_one',
      'any_outer done finished',
      'one up one',
      'one up outer_right_one',
      'one next two',
      'outer_right_one both two',
      'outer_right_one both outer_right_two',
      'finished resume back',
    ]);
  });

  test('names guards that are put together, parameters, and what has no name', () => {
    const machine = createMachine({
      id: 'm',
      on: {
        a: {
          guard: and(['isReady', not('isLate'), or(['isLate', and(['isReady', 'isLate'])])]),
          actions: 'note',
        },
        b: { guard: { type: 'isAllowed', params: { by: 'p1' } }, actions: raise({ type: 'a' }) },
        c: { guard: () => true, actions: [() => {}] },
        '*': { actions: 'note' },
      },
      after: { 500: { actions: 'end' } },
    });
    expect(statechartOf(machine).split('\n').slice(2)).toEqual([
      '  m : a [isReady and not isLate and (isLate or (isReady and isLate))]<br/>/ note',
      '  m : b [isAllowed #123;by#58; p1#125;] / raise',
      '  m : c [a condition] / an action',
      '  m : any other event / note',
      '  m : after 500 / end',
    ]);
  });

  test('breaks long labels between what brings them about and what is done', () => {
    const actions = ['begin', 'announceToEverybody', 'forgetWhatWasHeard', 'note'] as const;
    const machine = createMachine({ id: 'm', on: { go: { guard: 'isReady', actions } } });
    expect(statechartOf(machine)).toContain(
      'm : go [isReady]<br/>/ begin, announceToEverybody,<br/>forgetWhatWasHeard, note',
    );
  });

  test('parses, whatever states and events are called, and no arrow joins a state to what is inside it', async () => {
    await fc.assert(
      fc.asyncProperty(shape, async (shape) => {
        const machine = machineOf(shape);
        const { states, arrows } = await readStatechart(statechartOf(machine));
        const titles = states.map(({ title }) => title);
        for (const key of keysOf(machine.root)) expect(titles).toContain(key.trim());
        for (const { from, to } of arrows) {
          expect(ancestors(states, from)).not.toContain(to);
          expect(ancestors(states, to)).not.toContain(from);
        }
      }),
      { numRuns: 60 },
    );
  });
});

function ancestors(states: Statechart['states'], id: string): string[] {
  const within = states.find((state) => state.id === id)?.within;
  return within === undefined ? [] : [within, ...ancestors(states, within)];
}

function keysOf({ states }: AnyStateMachine['root']): string[] {
  return Object.values(states).flatMap((node) => [node.key, ...keysOf(node)]);
}

interface Shape {
  readonly parallel: boolean;
  readonly children: Readonly<Record<string, Shape>>;
  readonly events: readonly { readonly type: string; readonly target: number }[];
}

/** Dots divide paths in XState; two keys of one state must differ when written. */
const key = awkward
  .map((text) => text.replaceAll('.', ''))
  .filter((text) => text.trim() !== '' && !(text in {}));

const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.record({
    parallel: fc.boolean(),
    children: fc.oneof(
      { maxDepth: 2 },
      fc.constant({}),
      fc
        .uniqueArray(fc.tuple(key, tie('shape')), {
          minLength: 1,
          maxLength: 3,
          selector: ([name]) => name.trim(),
        })
        .map((entries) => Object.fromEntries(entries)),
    ),
    events: fc.array(fc.record({ type: key.filter((type) => type !== '*'), target: fc.nat(20) }), {
      maxLength: 2,
    }),
  }),
}));

function machineOf(root: Shape): AnyStateMachine {
  const count = (node: Shape): number =>
    Object.values(node.children).reduce((sum, child) => sum + count(child), 1);
  const nodes = count(root);
  let next = 0;
  const configOf = ({ parallel, children, events }: Shape): object => {
    const id = `id${next++}`;
    const states = Object.fromEntries(Object.entries(children).map(([key, child]) => [key, configOf(child)]));
    const on = Object.fromEntries(events.map(({ type, target }) => [type, `#id${target % nodes}`]));
    const [first] = Object.keys(states);
    if (first === undefined) return { id, on };
    return { id, on, states, ...(parallel ? { type: 'parallel' } : { initial: first }) };
  };
  return createMachine(configOf(root));
}
