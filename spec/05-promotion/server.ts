/** A server: a slave until all servers of lower rank are down, and the master from then on. */
import { assertEvent, setup } from 'xstate';
import { including, type Received, type Sent } from '#model/index.js';
import type { Decided, Request, Value } from '../01-one-server/messages.js';
import type { Write } from '../03-one-master-many-slaves/messages.js';
import type { Written } from '../04-retries/messages.js';
import type { Down, Stop, Stopped } from './messages.js';

export interface ServerInput {
  readonly id: string;
  /** All servers by rank, the lowest first: the order in which they become master. */
  readonly servers: readonly string[];
}

export interface ServerContext extends ServerInput {
  /** What was decided, as far as this server knows. */
  readonly value: Value | null;
  /** The master whose write it stored last, which is the one of the highest rank that it has heard; `null` before. */
  readonly heard: string | null;
  /** The servers that were reported down: a set, sorted. */
  readonly down: readonly string[];
  /** For a master, the slaves known to have its value: a set, sorted. */
  readonly acknowledged: readonly string[];
}

const base = setup({
  types: {
    context: {} as ServerContext,
    events: {} as Received<Request | Write | Written | Down> | Stop,
    input: {} as ServerInput,
    emitted: {} as Sent<Decided | Write | Written | Stopped>,
  },
  guards: {
    isNext: ({ context: { id, servers, down } }) =>
      servers.slice(0, servers.indexOf(id)).every((before) => down.includes(before)),
    hasValue: ({ context }) => context.value !== null,
    // #region rules
    everySlaveAliveHasIt: ({ context: { id, servers, down, acknowledged } }) =>
      servers.every((server) => server === id || down.includes(server) || acknowledged.includes(server)),
    isNotOutranked: ({ context: { servers, heard }, event }) => {
      assertEvent(event, 'write');
      return heard === null || servers.indexOf(event.from) >= servers.indexOf(heard);
    },
    // #endregion
  },
});

/** The action of a slave that becomes master: the rule says which servers it believes to have its value. */
export function takingOver(rule: (context: ServerContext) => readonly string[]) {
  return base.assign({ acknowledged: ({ context }) => rule(context) });
}

// #region server
export const serverMachine = base
  .extend({
    actions: {
      takeOver: takingOver(() => []),
      decide: base.assign({
        value: ({ event }) => {
          assertEvent(event, 'request');
          return event.value;
        },
      }),
      replicate: base.emit(({ context: { id, servers, value } }) => ({
        type: 'write',
        to: servers.filter((server) => server !== id),
        value: value!,
      })),
      note: base.assign({
        acknowledged: ({ context, event }) => {
          assertEvent(event, 'written');
          return including(context.acknowledged, event.from);
        },
      }),
      tell: base.emit(({ context }) => ({ type: 'decided', to: 'client', value: context.value! })),
      store: base.assign({
        value: ({ event }) => {
          assertEvent(event, 'write');
          return event.value;
        },
        heard: ({ event }) => {
          assertEvent(event, 'write');
          return event.from;
        },
      }),
      acknowledge: base.emit(({ event }) => {
        assertEvent(event, 'write');
        return { type: 'written', to: event.from };
      }),
      noteDown: base.assign({
        down: ({ context, event }) => {
          assertEvent(event, 'down');
          return including(context.down, event.server);
        },
      }),
      sayLastWord: base.emit({ type: 'stopped', to: 'detector' }),
    },
  })
  .createMachine({
    id: 'server',
    context: ({ input }) => ({ ...input, value: null, heard: null, down: [], acknowledged: [] }),
    initial: 'slave',
    states: {
      slave: {
        on: {
          write: { guard: 'isNotOutranked', actions: ['store', 'acknowledge'] },
          down: { actions: 'noteDown' },
          stop: { target: 'stopped', actions: 'sayLastWord' },
        },
        always: { guard: 'isNext', target: 'master', actions: 'takeOver' },
      },
      master: {
        on: {
          written: { actions: 'note' },
          down: { actions: 'noteDown' },
          stop: { target: 'stopped', actions: 'sayLastWord' },
        },
        initial: 'undecided',
        states: {
          undecided: {
            on: { request: { target: 'replicating', actions: 'decide' } },
            always: { guard: 'hasValue', target: 'replicating' },
          },
          replicating: {
            entry: 'replicate',
            always: { guard: 'everySlaveAliveHasIt', target: 'ready' },
          },
          ready: { entry: 'tell' },
        },
      },
      stopped: {},
    },
  });
// #endregion
