/** What does not compile: each line marked as an error is one, or `tsc` complains of the mark. Nothing here is run. */
import { setup } from 'xstate';
import {
  always,
  compose,
  explore,
  observe,
  type Received,
  role,
  type Sent,
  type StateOf,
  type StepFunction,
  sometimes,
  step,
  system,
} from '#model/index.js';

type Ping = { readonly type: 'ping'; readonly round: number };
type Pong = { readonly type: 'pong'; readonly text: string };

const playerSetup = setup({
  types: {
    context: {} as { round: number },
    input: {} as { first: number },
    events: {} as { type: 'serve'; hard: boolean } | Received<Pong>,
    emitted: {} as Sent<Ping>,
  },
  guards: { isEarly: ({ context }) => context.round < 3 },
});
const playerActions = playerSetup.extend({
  actions: {
    count: playerSetup.assign({ round: ({ context }) => context.round + 1 }),
    send: playerSetup.emit(({ context }) => ({ type: 'ping', to: 'wall', round: context.round })),
    // @ts-expect-error a message of a type that is not sent
    sendOther: playerSetup.emit({ type: 'pang', to: 'wall' }),
    // @ts-expect-error a message without an address
    sendToNobody: playerSetup.emit({ type: 'ping', round: 1 }),
    // @ts-expect-error a message without its round
    sendEmpty: playerSetup.emit({ type: 'ping', to: 'wall' }),
    // @ts-expect-error a field of another type
    sendWrong: playerSetup.emit({ type: 'ping', to: 'wall', round: 'one' }),
    // @ts-expect-error a key that the context does not have
    countOther: playerSetup.assign({ rounds: () => 1 }),
    // @ts-expect-error a value of another type
    countWrong: playerSetup.assign({ round: () => 'one' }),
  },
});
const player = playerActions.createMachine({
  context: ({ input }) => ({ round: input.first }),
  initial: 'ready',
  states: {
    ready: { on: { serve: { guard: 'isEarly', target: 'waiting', actions: ['count', 'send'] } } },
    waiting: { on: { pong: 'ready' } },
  },
});

playerActions.createMachine({
  context: { round: 0 },
  // @ts-expect-error a guard that does not exist
  on: { serve: { guard: 'isLate', actions: 'count' } },
});
playerActions.createMachine({
  context: { round: 0 },
  // @ts-expect-error an action that does not exist
  on: { serve: { actions: 'cuont' } },
});
playerActions.createMachine({
  context: { round: 0 },
  // @ts-expect-error an event that does not exist
  on: { srve: {} },
});
// @ts-expect-error a guard that does not exist cannot be overridden
player.provide({ guards: { isLate: () => true } });

const wall: StepFunction<{ hits: number }, Received<Ping>, Sent<Pong>> = {
  initial: () => [{ hits: 0 }, []],
  step: ({ hits }, { from, round }) => [{ hits: hits + 1 }, [{ type: 'pong', to: from, text: `${round}` }]],
};
const wrongWall: StepFunction<{ hits: number }, Received<Ping>, Sent<Pong>> = {
  initial: () => [{ hits: 0 }, []],
  // @ts-expect-error a message of another type
  step: ({ hits }) => [{ hits }, [{ type: 'ping', to: 'all', round: 1 }]],
};

role(player, { instances: { p: { first: 0 } }, inputs: [{ type: 'serve', hard: true }] });
// @ts-expect-error an input of another type
role(player, { instances: { p: { first: 'none' } } });
// @ts-expect-error an event that does not exist
role(player, { instances: ['p'], inputs: [{ type: 'srve', hard: true }] });
// @ts-expect-error an event without its field
role(player, { instances: ['p'], inputs: [{ type: 'serve' }] });
// @ts-expect-error an event that does not exist, from a function
role(player, { instances: ['p'], inputs: (id) => [{ type: id }] });
// @ts-expect-error no reason is given
role(player, { instances: ['p'], ignores: { pong: true } });
// @ts-expect-error an event that does not exist is ignored
role(player, { instances: ['p'], ignores: { pang: 'there is none' } });
// @ts-expect-error a message that the role only sends is ignored
role(player, { instances: ['p'], ignores: { ping: 'not for players' } });
// @ts-expect-error a key that is not in the context
role(player, { instances: ['p'], durable: ['rounds'] });
// @ts-expect-error no participants
role(player, {});

const deep: StepFunction<
  { log: { entries: readonly string[]; base: number } | null },
  Received<Ping>,
  Sent<Pong>
> = {
  initial: () => [{ log: null }, []],
  step: () => undefined,
};
role(deep, { instances: ['d'], durable: ['log', 'log.entries'] });
// @ts-expect-error a path that is not in the context
role(deep, { instances: ['d'], durable: ['log.entry'] });
// @ts-expect-error what is in a list has no path
role(deep, { instances: ['d'], durable: ['log.entries.length'] });

const both = compose({ player, wall });
role(both, {
  instances: { b: { player: { first: 0 }, wall: undefined } },
  durable: ['player.round', 'wall'],
});
// @ts-expect-error a part without its input
role(both, { instances: { b: { wall: undefined } } });
// @ts-expect-error a key that is not in that part
role(both, { instances: ['b'], durable: ['wall.round'] });
// @ts-expect-error an event that no part has
role(both, { instances: ['b'], inputs: [{ type: 'srve', hard: true }] });
// @ts-expect-error no machine and no step function
compose({ player: 'player' });

const composed = system({
  name: 'composed',
  network: 'lossy',
  roles: { both: role(both, { instances: ['b'] }) },
});
always('parts have types', ({ both: [b] }: StateOf<typeof composed>) => {
  const value: 'ready' | 'waiting' = b!.value.player;
  // @ts-expect-error a key that the part does not have
  return value === 'ready' && b!.context.player.rounds === b!.context.wall.hits;
});

const roles = {
  player: role(player, { instances: { p: { first: 0 } }, inputs: [{ type: 'serve', hard: true }] }),
  wall: role(wall, { instances: ['w'] }),
};
const game = system({
  name: 'game',
  network: 'lossy',
  roles,
  instant: ['pong'],
  history: {
    longest: observe<number, Ping | Pong>(0, {
      ping: (longest, { round }) => Math.max(longest, round),
      pong: (longest, { text, from }) => Math.max(longest, text.length, from.length),
    }),
  },
  within: ({ player, history }) => player[0]!.context.round < 9 && history.longest < 9,
  faults: { restarts: { player: 1 } },
});

// @ts-expect-error a network that does not exist
system({ name: 'game', network: 'lossless', roles });
// @ts-expect-error an instant message that nobody sends
system({ name: 'game', network: 'lossy', roles, instant: ['pang'] });
// @ts-expect-error an instant event that is no message
system({ name: 'game', network: 'lossy', roles, instant: ['serve'] });
system({ name: 'game', network: 'lossy', roles, instant: [{ to: 'wall' }, { type: 'pong', to: 'player' }] });
// @ts-expect-error instant to a role that does not exist
system({ name: 'game', network: 'lossy', roles, instant: [{ to: 'walls' }] });
// @ts-expect-error instant neither by type nor by receiver
system({ name: 'game', network: 'lossy', roles, instant: [{}] });
system({ name: 'game', network: 'latest', roles, latestBy: { ping: ['round'] } });
// @ts-expect-error the latest of a message that nobody sends
system({ name: 'game', network: 'latest', roles, latestBy: { pang: ['round'] } });
// @ts-expect-error the latest by a field that the message does not have
system({ name: 'game', network: 'latest', roles, latestBy: { pong: ['round'] } });
// @ts-expect-error a bound on a context that there is not
system({ name: 'game', network: 'lossy', roles, within: ({ player }) => player[0]!.context.rounds < 9 });
// @ts-expect-error restarts of a role that does not exist
system({ name: 'game', network: 'lossy', roles, faults: { restarts: { players: 1 } } });
// @ts-expect-error a history of a message that does not exist
observe<number, Ping>(0, { pang: (count) => count + 1 });
// @ts-expect-error a history that becomes of another type
observe<number, Ping>(0, { ping: () => 'one' });

type State = StateOf<typeof game>;

always('types', ({ player, wall, messages, history }: State) => {
  const value: 'ready' | 'waiting' = player[0]!.value;
  const round: number = player[0]!.context.round;
  const hits: number = wall[0]!.context.hits;
  const rounds: readonly number[] = messages('ping').map((ping) => ping.round);
  const senders: readonly string[] = messages('pong').map((pong) => pong.from);
  const longest: number = history.longest;
  return [value, round, hits, rounds, senders, longest, wall[0]!.id].length > 0;
});
// @ts-expect-error a role that does not exist
always('role', ({ players }: State) => players.length === 1);
// @ts-expect-error a key that the context does not have
always('context', ({ player }: State) => player[0]!.context.rounds === 1);
// @ts-expect-error a comparison that can never be true
always('value', ({ player }: State) => player[0]!.value === 'resting');
// @ts-expect-error a participant that may be missing
always('participant', ({ player }: State) => player[0].context.round === 1);
// @ts-expect-error a message that nobody sends
always('message', ({ messages }: State) => messages('pang').length === 0);
// @ts-expect-error an event that is no message
always('input', ({ messages }: State) => messages('serve').length === 0);
// @ts-expect-error a field that the message does not have
sometimes('field', ({ messages }: State) => messages('ping').some(({ text }) => text === ''));
// @ts-expect-error the address is not the receiver's to see
sometimes('address', ({ messages }: State) => messages('ping').some(({ to }) => to === 'wall'));
// @ts-expect-error a history variable that does not exist
sometimes('history', ({ history }: State) => history.shortest === 1);
// @ts-expect-error no answer
step('answer', (before: State, after: State) => before.wall.length + after.wall.length);
always('write', ({ player }: State) => {
  // @ts-expect-error states are not to be written to
  player[0]!.context = { round: 1 };
  return true;
});

void explore(game, [always('fine', (state: State) => state.wall.length === 1)], { maxStates: 10 });
// @ts-expect-error a property of another system
void explore(game, [always('other', (state: { readonly net: number }) => state.net === 1)]);
// @ts-expect-error an option that does not exist
void explore(game, [], { maxState: 10 });

void wrongWall;

const keyed = system({
  name: 'keyed',
  network: 'lossy',
  roles,
  history: {
    hits: observe.each([1, 2], (round) => observe<number, Ping>(round, { ping: (hits) => hits + 1 })),
  },
});
always('by key', ({ history: { hits } }: StateOf<typeof keyed>) => {
  const one: number = hits[1];
  // @ts-expect-error a key that there is not
  return hits[3] === one;
});
