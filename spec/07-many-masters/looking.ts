/** For an exercise: masters that ask what the slaves have before they write, and adopt what they find. */
import { assertEvent, setup } from 'xstate';
import { including, type Received, role, type Sent, system } from '#model/index.js';
import { clientMachine } from '../01-one-server/client.js';
import type { Decided, Request, Value } from '../01-one-server/messages.js';
import type { Write } from '../03-one-master-many-slaves/messages.js';
import type { MasterContext, MasterInput } from './master.js';
import type { Written } from './messages.js';
import type { SlaveContext } from './slave.js';

/** Master to slave: what have you stored? */
interface Look {
  readonly type: 'look';
}

/** Slave to master: this. */
interface Found {
  readonly type: 'found';
  readonly value: Value | null;
}

interface LookingContext extends MasterContext {
  /** What the slaves that answered have stored. */
  readonly found: Readonly<Record<string, Value | null>>;
}

const masterBase = setup({
  types: {
    context: {} as LookingContext,
    events: {} as Received<Request | Written | Found>,
    input: {} as MasterInput,
    emitted: {} as Sent<Decided | Write | Look>,
  },
  guards: {
    everySlaveAnswered: ({ context: { slaves, found } }) => Object.keys(found).length === slaves.length,
    everySlaveHasIt: ({ context: { slaves, acknowledged } }) => acknowledged.length === slaves.length,
  },
});

const lookingMaster = masterBase
  .extend({
    actions: {
      takeRequest: masterBase.assign({
        value: ({ event }) => {
          assertEvent(event, 'request');
          return event.value;
        },
      }),
      look: masterBase.emit({ type: 'look', to: 'slave' }),
      noteFound: masterBase.assign({
        found: ({ context, event }) => {
          assertEvent(event, 'found');
          return { ...context.found, [event.from]: event.value };
        },
      }),
      adopt: masterBase.assign({
        value: ({ context: { found, value } }) =>
          Object.values(found).find((other) => other !== null) ?? value,
      }),
      replicate: masterBase.emit(({ context }) => ({ type: 'write', to: 'slave', value: context.value! })),
      note: masterBase.assign({
        acknowledged: ({ context, event }) => including(context.acknowledged, event.from),
      }),
      tell: masterBase.emit(({ context }) => ({ type: 'decided', to: 'client', value: context.value! })),
    },
  })
  .createMachine({
    id: 'looking master',
    context: ({ input }) => ({ ...input, value: null, acknowledged: [], found: {} }),
    initial: 'undecided',
    states: {
      undecided: { on: { request: { target: 'looking', actions: 'takeRequest' } } },
      looking: {
        entry: 'look',
        on: { found: { actions: 'noteFound' } },
        always: { guard: 'everySlaveAnswered', target: 'replicating', actions: 'adopt' },
      },
      replicating: {
        entry: 'replicate',
        on: { written: { actions: 'note' } },
        always: { guard: 'everySlaveHasIt', target: 'ready' },
      },
      ready: { entry: 'tell' },
    },
  });

const slaveBase = setup({
  types: {
    context: {} as SlaveContext,
    events: {} as Received<Write | Look>,
    emitted: {} as Sent<Written | Found>,
  },
});

const answeringSlave = slaveBase
  .extend({
    actions: {
      store: slaveBase.assign({
        value: ({ event }) => {
          assertEvent(event, 'write');
          return event.value;
        },
        writer: ({ event }) => event.from,
      }),
      acknowledge: slaveBase.emit(({ context, event }) => ({
        type: 'written',
        to: event.from,
        value: context.value!,
      })),
      answer: slaveBase.emit(({ context, event }) => ({
        type: 'found',
        to: event.from,
        value: context.value,
      })),
    },
  })
  .createMachine({
    id: 'answering slave',
    context: { value: null, writer: null },
    on: { write: { actions: ['store', 'acknowledge'] }, look: { actions: 'answer' } },
  });

/** The system of the chapter, with masters that look first. */
export function lookingMastersAndSlaves(name: string) {
  const slaves = ['s1', 's2'];
  return system({
    name,
    roles: {
      client: role(clientMachine, {
        instances: { c1: { wish: 'olives', asks: 'm1' }, c2: { wish: 'wine', asks: 'm2' } },
      }),
      master: role(lookingMaster, {
        instances: { m1: { slaves }, m2: { slaves } },
        ignores: {
          request: 'a master that has decided tells every client without being asked',
          found: 'it looks once, and adopts what it finds then',
          written: 'once every slave has said so, it is no news',
        },
      }),
      slave: role(answeringSlave, { instances: slaves }),
    },
    network: 'lossy',
  });
}
