/** Exercises 2 and 3 of chapter 01, as a file that `synod check` takes: a server that restarts. */
// #region file
import { setup } from 'xstate';
import { type Received, role, type Sent, system } from '#model/index.js';
import { fails, holds, instance } from '../chapter.js';
import { agreement, everyClientCanBeTold, progress, validity } from './claims.js';
import { clientMachine } from './client.js';
import type { Decided, Request, Value } from './messages.js';
import type { ServerContext } from './server.js';

const base = setup({
  types: {
    context: {} as ServerContext,
    events: {} as Received<Request>,
    input: {} as { readonly durable?: { readonly value?: Value | null } },
    emitted: {} as Sent<Decided>,
  },
  guards: { isUndecided: ({ context }) => context.value === null },
});

/** A server that begins with what it wrote down, if anything. */
const restartingMachine = base
  .extend({
    actions: {
      decide: base.assign({ value: ({ event }) => event.value }),
      tell: base.emit(({ context, event }) => ({ type: 'decided', to: event.from, value: context.value! })),
    },
  })
  .createMachine({
    id: 'server',
    context: ({ input }) => ({ value: input.durable?.value ?? null }),
    on: { request: [{ guard: 'isUndecided', actions: ['decide', 'tell'] }, { actions: 'tell' }] },
  });

function restarting(name: string, durable: readonly 'value'[]) {
  return system({
    name,
    roles: {
      client: role(clientMachine, {
        instances: { c1: { wish: 'olives', asks: 's1' }, c2: { wish: 'wine', asks: 's1' } },
      }),
      server: role(restartingMachine, { instances: { s1: {} }, durable }),
    },
    network: 'unordered',
    faults: { restarts: { server: 1 } },
  });
}

export default [
  instance('2: a server that restarts and has forgotten', restarting('forgetful', []), [
    fails(agreement),
    holds(progress),
  ]),
  // It writes down and tells in one step: no restart comes between.
  instance('3: a server that restarts and remembers', restarting('mindful', ['value']), [
    holds(agreement),
    holds(validity),
    holds(progress),
    holds(everyClientCanBeTold),
  ]),
];
// #endregion
