/** The client of register Paxos: it writes a value, then reads it back from the next server. */
import { setup } from 'xstate';
import type { Received, Sent } from '#model/index.js';
import type { Get, GetOk, Put, PutOk } from './messages.js';

interface ClientInput {
  /** Clients are numbered after the servers. */
  readonly number: number;
  readonly servers: readonly string[];
}

interface ClientContext extends ClientInput {
  /** The request whose answer is awaited. */
  readonly awaited: number | null;
  /** Requests begun, until the last is answered; then one more. */
  readonly operations: number;
}

const base = setup({
  types: {
    context: {} as ClientContext,
    input: {} as ClientInput,
    events: {} as Received<PutOk> | Received<GetOk>,
    emitted: {} as Sent<Put> | Sent<Get>,
  },
  guards: {
    isAwaited: ({ context, event }) => event.request === context.awaited,
  },
});

export const client = base
  .extend({
    actions: {
      put: base.emit(({ context: { number, servers } }) => ({
        type: 'put',
        request: number,
        value: `value ${number}`,
        to: servers[number % servers.length]!,
      })),
      get: base.emit(({ context }) => ({
        type: 'get',
        request: requestOfGet(context),
        to: nextServer(context),
      })),
      awaitGet: base.assign({
        awaited: ({ context }) => requestOfGet(context),
        operations: ({ context }) => context.operations + 1,
      }),
      awaitNothing: base.assign({
        awaited: null,
        operations: ({ context }) => context.operations + 1,
      }),
    },
  })
  .createMachine({
    id: 'client',
    context: ({ input }) => ({ ...input, awaited: input.number, operations: 1 }),
    entry: 'put',
    on: {
      putOk: { guard: 'isAwaited', actions: ['get', 'awaitGet'] },
      getOk: { guard: 'isAwaited', actions: 'awaitNothing' },
    },
  });

function requestOfGet({ number, operations }: ClientContext): number {
  return (operations + 1) * number;
}

function nextServer({ number, operations, servers }: ClientContext): string {
  return servers[(number + operations) % servers.length]!;
}
