/** Two who send a ping to and fro, and what departs from a trace of them. */
import { setup } from 'xstate';
import {
  type AnySystem,
  explore,
  formatDeparture,
  type Network,
  observe,
  type Received,
  replay,
  role,
  type Sent,
  sometimes,
  system,
  type Trace,
} from '#model/index.js';

type Ping = { readonly type: 'ping'; readonly round: number };
type Pong = { readonly type: 'pong'; readonly round: number };

export const base = setup({
  types: {
    context: {} as { round: number },
    events: {} as { type: 'serve' } | { type: 'rest' } | Received<Pong>,
    emitted: {} as Sent<Ping>,
  },
  guards: { isBelowTwo: ({ context }) => context.round < 2 },
});
export const pinger = base
  .extend({
    actions: {
      count: base.assign({ round: ({ context }) => context.round + 1 }),
      sendPing: base.emit(({ context }) => ({ type: 'ping', to: 'bob', round: context.round })),
    },
  })
  .createMachine({
    id: 'pinger',
    context: { round: 0 },
    initial: 'ready',
    states: {
      ready: {
        on: { serve: { guard: 'isBelowTwo', target: 'waiting', actions: ['count', 'sendPing'] }, pong: {} },
      },
      waiting: { on: { pong: 'ready', serve: {} } },
    },
  });
const returning = setup({ types: { events: {} as Received<Ping>, emitted: {} as Sent<Pong> } });
export const ponger = returning
  .extend({
    actions: {
      sendPong: returning.emit(({ event }) => ({ type: 'pong', to: event.from, round: event.round })),
    },
  })
  .createMachine({ id: 'ponger', on: { ping: { actions: 'sendPong' } } });

export function pingPong(network: Network, machine = pinger) {
  return system({
    name: 'ping-pong',
    network,
    roles: {
      pinger: role(machine, { instances: ['alice'], inputs: [{ type: 'serve' }] }),
      ponger: role(ponger, { instances: ['bob'] }),
    },
    history: { pongs: observe<number, Pong>(0, { pong: (count) => count + 1 }) },
  });
}

export interface Seen {
  readonly pinger: readonly { readonly value: unknown; readonly context: { readonly round: number } }[];
}

export const served = sometimes(
  'two rounds are served',
  ({ pinger: [alice] }: Seen) => alice!.context.round === 2 && alice!.value === 'ready',
);

export async function witness(system: AnySystem): Promise<Trace> {
  const { results } = await explore(system, [served as never]);
  return results[0]!.trace!;
}

export const departure = (system: AnySystem, trace: Trace, property = served): string | undefined => {
  const found = replay(system, trace, property as never);
  return found && formatDeparture(found);
};
