/** Answers to the exercises of chapter 02. */
import { setup } from 'xstate';
import { including, type Received, role, type Sent, system } from '#model/index.js';
import { agreement, everyClientCanBeTold, progress, validity } from '../01-one-server/claims.js';
import type { ClientContext, ClientInput } from '../01-one-server/client.js';
import type { Decided, Request, Value } from '../01-one-server/messages.js';
import { serverMachine } from '../01-one-server/server.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import overANetworkThatKeepsOrder from './exercise-1.js';

interface ScepticInput extends ClientInput {
  /** How many servers must say the same before it believes them. */
  readonly enough: number;
}

interface ScepticContext extends ClientContext, ScepticInput {
  /** What each server said. */
  readonly answers: Readonly<Record<string, Value>>;
}

const base = setup({
  types: {
    context: {} as ScepticContext,
    events: {} as Received<Decided>,
    input: {} as ScepticInput,
    emitted: {} as Sent<Request>,
  },
  guards: {
    enoughSayTheSame: ({ context, event }) => {
      const others = Object.values(context.answers).filter((value) => value === event.value);
      return others.length + 1 >= context.enough;
    },
  },
});

/** 2 and 3. A client that believes what enough servers say. */
const scepticMachine = base
  .extend({
    actions: {
      ask: base.emit(({ context }) => ({ type: 'request', to: context.asks, value: context.wish })),
      note: base.assign({
        answers: ({ context, event }) => ({ ...context.answers, [event.from]: event.value }),
      }),
      remember: base.assign({ told: ({ context, event }) => including(context.told, event.value) }),
    },
  })
  .createMachine({
    id: 'sceptic',
    context: ({ input }) => ({ ...input, told: [], answers: {} }),
    entry: 'ask',
    on: { decided: [{ guard: 'enoughSayTheSame', actions: ['note', 'remember'] }, { actions: 'note' }] },
  });

function copiesAndSceptics(name: string, copies: readonly string[], stops: number) {
  return system({
    name,
    roles: {
      client: role(scepticMachine, {
        instances: {
          c1: { wish: 'olives', asks: 'server', enough: 2 },
          c2: { wish: 'wine', asks: 'server', enough: 2 },
        },
      }),
      server: role(serverMachine, { instances: copies }),
    },
    network: 'unordered',
    faults: { stops: { server: stops } },
  });
}

const three = ['s1', 's2', 's3'];

export const answers: readonly Instance[] = [
  overANetworkThatKeepsOrder,
  instance('2: clients that believe both copies', copiesAndSceptics('both of two', ['s1', 's2'], 0), [
    holds(agreement),
    holds(validity),
    holds(everyClientCanBeTold),
    fails(progress),
  ]),
  instance('3: clients that believe two of three copies', copiesAndSceptics('two of three', three, 0), [
    holds(agreement),
    holds(validity),
    holds(progress),
    holds(everyClientCanBeTold),
  ]),
  instance('3: two of three, and one may stop', copiesAndSceptics('two of three, one stop', three, 1), [
    holds(agreement),
    holds(validity),
    holds(everyClientCanBeTold),
    fails(progress),
  ]),
];

export default answers;
