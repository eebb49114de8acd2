/** A machine to break on purpose: a door that opens if a guard says so. And what the checker says of such machines. */
import { expect } from 'vitest';
import { type AnyStateMachine, assign, setup } from 'xstate';
import { type AnySystem, explore, ModelError, role, system } from '#model/index.js';
import { everything } from '#test/model/alone.js';

export const inputs = [{ type: 'go' }, { type: 'back' }];

/** Counts to three, and then begins again. */
export const counting = assign({
  count: ({ context }: { context: { count: number } }) => (context.count + 1) % 4,
});

/** A door that opens if the guard `isAllowed` says so, and what it does then. */
export function door(guards: object, actions: object = {}): AnyStateMachine {
  return setup({
    guards: { isAllowed: () => true, ...guards },
    actions: actions as Record<string, never>,
  }).createMachine({
    id: 'door',
    context: { count: 0 },
    initial: 'closed',
    states: {
      closed: {
        on: { go: { guard: 'isAllowed', target: 'open', actions: Object.keys(actions) as never }, back: {} },
      },
      open: { on: { go: {}, back: 'closed' } },
    },
  });
}

/** A system of one participant that is a step function. */
export function made(functions: object, history: object = {}): AnySystem {
  return system({
    name: 'alone',
    network: 'lossy',
    roles: { some: role(functions as never, { instances: ['a'], inputs: [{ type: 'go' }] } as never) },
    history: history as never,
  });
}

/** Everything that it can do. */
export function all(functions: object, history?: object): Promise<unknown> {
  return explore(made(functions, history), []);
}

/** What the checker says against a machine. */
export async function failure(machine: AnyStateMachine): Promise<Error> {
  const error = await everything(machine, { inputs }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ModelError);
  return error as Error;
}
