/** All that the makers of systems, claims and instances are given, in one place, for tests that make one part of it wrong. */
import { setup } from 'xstate';
import * as model from '#model/index.js';
import * as spec from '#spec/chapter.js';

/** A user's makers, which know no types: those are stripped before a system is checked. */
// biome-ignore lint/suspicious/noExplicitAny: whatever is given is to be refused by the makers, and not by the compiler
export type Loose = any;
const { always, alwaysPossible, compose, deadlockFree, eventually, explore, leadsTo, observe }: Loose = model;
const { refines, role, sometimes, step, strong, system, weak }: Loose = model;
const { holds, instance }: Loose = spec;

const server = setup({
  types: { context: {} as { round: number }, events: {} as { type: 'serve' } | { type: 'pong' } },
  guards: { isFirst: ({ context }) => context.round < 1 },
});
const pinger = server
  .extend({
    actions: {
      count: server.assign({ round: ({ context }) => context.round + 1 }),
      sendPing: server.emit({ type: 'ping', to: 'bob' } as never),
    },
  })
  .createMachine({
    id: 'pinger',
    context: ({ input }: Loose) => ({ round: 0, ...input?.durable }),
    initial: 'ready',
    states: {
      ready: { on: { serve: { guard: 'isFirst', target: 'waiting', actions: ['count', 'sendPing'] } } },
      waiting: { on: { pong: 'ready' } },
    },
  });
const returner = setup({ types: { events: {} as { type: 'ping' } } });
const ponger = returner
  .extend({ actions: { sendPong: returner.emit({ type: 'pong', to: 'alice' } as never) } })
  .createMachine({ id: 'ponger', on: { ping: { actions: 'sendPong' } } });

/** All that the makers are given, and it is right. */
export const right = () => ({
  pinger: {
    instances: { alice: undefined },
    inputs: [{ type: 'serve' }],
    ignores: { serve: 'it is serving', pong: 'it is over' },
    durable: ['round'],
  },
  ponger: { instances: ['bob'] },
  counter: { initial: () => [{ count: 0, stamp: 0 }, []], step: counting } as Loose,
  counters: { instances: ['carol'], inputs: () => [{ type: 'count' }], durable: ['count'] },
  parts: { one: { initial: () => [0, []], step: () => undefined } } as Loose,
  composed: { instances: ['dave'] },
  pings: { initial: 0, on: { ping: (count: number) => Math.min(count + 1, 2) } },
  system: {
    name: 'mistaken',
    network: 'lossy-set',
    roles: undefined as object | undefined,
    instant: ['pong'],
    faults: {
      restarts: { pinger: 1 },
      stops: { ponger: 1 },
      partitions: { sides: [['alice'], ['bob']], times: 1 },
    },
    history: undefined as object | undefined,
    symmetry: { roles: ['counters'], values: [['red', 'blue']] },
    ranked: ['stamp'],
    dead: { ponger: () => false },
    show: () => undefined,
  },
  delivery: { delivery: { type: 'ping', from: 'alice', to: 'bob' } },
  input: { input: 'serve', at: 'alice' },
  ofRole: { role: 'pinger' },
  always: ['always', () => true],
  sometimes: ['sometimes', () => true],
  step: ['step', () => true],
  deadlockFree: ['deadlock-free', () => true],
  alwaysPossible: ['always possible', () => true],
  eventually: ['eventually', () => true, [] as unknown],
  leadsTo: ['leads to', () => true, () => true, [] as unknown],
  refines: ['refines', { image: () => 0, initial: () => true, step: () => true }],
  seen: { role: 'pinger', message: 'ping', history: 'pings' },
  explore: {
    maxStates: 100_000,
    maxMemory: 1e9,
    timeoutMs: Number.POSITIVE_INFINITY,
    symmetry: false,
    workers: 1,
    onProgress: () => {},
    progressEveryMs: 100,
  },
  instance: ['an instance'],
  claims: (claims: Loose): Loose => claims,
});

function counting({ count, stamp }: { count: number; stamp: number }): unknown {
  return count < 2 ? [{ count: count + 1, stamp }, []] : undefined;
}

export type Given = ReturnType<typeof right>;

/** Makes all of it, and explores it. */
export async function make(given: Given): Promise<model.Exploration> {
  const { seen } = given;
  const made = system({
    ...given.system,
    ...('roles' in given.system && {
      roles: given.system.roles ?? {
        pinger: role(pinger, given.pinger),
        ponger: role(ponger, given.ponger),
        counters: role(given.counter, given.counters),
        composed: role(compose(given.parts), given.composed),
      },
    }),
    ...('history' in given.system && {
      history: given.system.history ?? { pings: observe(given.pings.initial, given.pings.on) },
    }),
  });
  const fairness = [weak(given.delivery), strong(given.input), weak(given.ofRole)];
  const claims = [
    holds(always(...given.always)),
    holds(sometimes(...given.sometimes)),
    holds(step(...given.step)),
    holds(deadlockFree(...given.deadlockFree)),
    holds(alwaysPossible(...given.alwaysPossible)),
    holds(eventually(...given.eventually)),
    holds(leadsTo(...given.leadsTo)),
    holds(
      leadsTo(
        'fairly',
        () => true,
        () => true,
        fairness,
      ),
    ),
    holds(refines(...given.refines)),
    holds(always('looks', (state: Loose) => state[seen.role].length === 1)),
    holds(always('reads', (state: Loose) => state.messages(seen.message).length < 9)),
    holds(always('remembers', (state: Loose) => state.history[seen.history] < 3)),
  ];
  const one = instance(...given.instance, made, given.claims(claims));
  return explore(
    one.system,
    one.claims.map(({ property }: Loose) => property),
    given.explore,
  );
}
