/** A user's system is explored about as fast as ours: nothing in the checker is made for the models of this repository. */
import { expect, test } from 'vitest';
import { setup } from 'xstate';
import {
  always,
  type Exploration,
  explore,
  type Received,
  role,
  type Sent,
  type StateOf,
  system,
} from '#model/index.js';
import messageSetPaxos from '#test/reference/message-set.js';

/** How many times slower than the reference model, for each transition, it may be. */
const SLOWER_MOST = 3;

type Ping = { readonly type: 'ping'; readonly round: number };
type Pong = { readonly type: 'pong'; readonly round: number };

const server = setup({
  types: {
    context: {} as { round: number; partner: string },
    input: {} as { partner: string },
    events: {} as { type: 'serve' } | Received<Pong>,
    emitted: {} as Sent<Ping>,
  },
  guards: { isBelowThree: ({ context }) => context.round < 3 },
});
const pinger = server
  .extend({
    actions: {
      count: server.assign({ round: ({ context }) => context.round + 1 }),
      sendPing: server.emit(({ context }) => ({ type: 'ping', to: context.partner, round: context.round })),
    },
  })
  .createMachine({
    context: ({ input }) => ({ round: 0, partner: input.partner }),
    initial: 'ready',
    states: {
      ready: { on: { serve: { guard: 'isBelowThree', target: 'waiting', actions: ['count', 'sendPing'] } } },
      waiting: { on: { pong: 'ready' } },
    },
  });

const returner = setup({ types: { events: {} as Received<Ping>, emitted: {} as Sent<Pong> } });
const ponger = returner
  .extend({
    actions: {
      sendPong: returner.emit(({ event }) => ({ type: 'pong', to: event.from, round: event.round })),
    },
  })
  .createMachine({ on: { ping: { actions: 'sendPong' } } });

/** Some pairs that play ping-pong as in the manual, each by itself. */
function pingPong(pairs: number) {
  const numbers = Array.from({ length: pairs }, (_, index) => index);
  const ignores = { serve: 'the ball is in play', pong: 'a pong that comes again is of no use' };
  return system({
    name: 'ping-pong',
    network: 'lossy',
    roles: {
      pinger: role(pinger, {
        instances: Object.fromEntries(numbers.map((n) => [`alice${n}`, { partner: `bob${n}` }])),
        inputs: [{ type: 'serve' }],
        ignores,
      }),
      ponger: role(ponger, { instances: numbers.map((n) => `bob${n}`) }),
    },
  });
}

test(`a transition of ping-pong takes no more than ${SLOWER_MOST} times that of message-set Paxos`, async () => {
  type State = StateOf<ReturnType<typeof pingPong>>;
  const ours = await explore(pingPong(5), [
    always('nobody serves a fourth time', ({ pinger }: State) =>
      pinger.every(({ context }) => context.round <= 3),
    ),
  ]);
  // Each pair alone has 16 states, and they do not meet.
  expect(ours).toMatchObject({ complete: true, states: 16 ** 5 });
  const reference = await messageSetPaxos.build(5, 2, 2).explore();
  expect(reference.complete).toBe(true);
  expect(nanoseconds(ours) / nanoseconds(reference)).toBeLessThan(SLOWER_MOST);
}, 120_000);

/** For each transition. */
function nanoseconds({ seconds, transitions }: Exploration): number {
  return (seconds / transitions) * 1e9;
}
