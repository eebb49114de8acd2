/** What the examples in docstrings speak of: a lamp that works twice, a system of one, and a run of it. */

import { explore, role, type StateOf, sometimes, system, type Trace } from 'synod/model';
import { setup } from 'xstate';

const base = setup({
  types: { context: {} as { pressed: number }, events: {} as { type: 'press' } },
  guards: { works: ({ context }) => context.pressed < 2 },
});

export const lamp = base
  .extend({ actions: { count: base.assign({ pressed: ({ context }) => context.pressed + 1 }) } })
  .createMachine({
    id: 'lamp',
    context: { pressed: 0 },
    initial: 'off',
    states: {
      off: { on: { press: { guard: 'works', target: 'on', actions: 'count' } } },
      on: { on: { press: 'off' } },
    },
  });

/** The system of one lamp, the right one or another in its place. */
export const lampsOf = (machine: typeof lamp) =>
  system({
    name: 'lamps',
    network: 'unordered',
    roles: { lamp: role(machine, { instances: ['l'], inputs: [{ type: 'press' }] }) },
  });

export const lamps = lampsOf(lamp);

export type State = StateOf<typeof lamps>;

const { results } = await explore(lamps, [
  sometimes('it is lit', ({ lamp: [l] }: State) => l!.value === 'on'),
]);

/** How it is lit, in one step. */
export const trace: Trace = results[0]!.trace!;
