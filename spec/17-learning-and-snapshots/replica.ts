/** The replica of chapter 16 that puts a snapshot in the place of its log's beginning, and installs that of another. */
import { assertEvent, setup } from 'xstate';
import type { Received, Sent } from '#model/index.js';
import type { Restored } from '../14-the-synod/memory.js';
import {
  nextOf,
  type ReplicaContext as ReplicaOfChapter16,
  withDecree,
} from '../16-the-parliament/replica.js';
import type { Message, Snapshot } from './messages.js';

export interface ReplicaInput {
  /** Its node's name: what it tells its acceptor is for nobody else. */
  readonly id: string;
}

/** Its log has what is decided after the snapshot; `executed` is the state of the service. */
export interface ReplicaContext extends ReplicaOfChapter16, ReplicaInput {
  /** Its latest snapshot, its own or an installed one; `null` before the first. */
  readonly snapshot: Snapshot | null;
}

/** The log has grown long. It may happen at any moment. */
export interface Compact {
  readonly type: 'compact';
}

const base = setup({
  types: {
    context: {} as ReplicaContext,
    events: {} as Received<Message<'decided' | 'promise'>> | Compact,
    input: {} as ReplicaInput & Restored<ReplicaContext>,
    emitted: {} as Sent<Message<'compacted'>>,
  },
  guards: {
    isNews: ({ context, event }) => {
      assertEvent(event, 'decided');
      return event.slot > lastOf(context) && !context.log.some(({ slot }) => slot === event.slot);
    },
    nextIsDecided: ({ context }) => nextOf(context) !== undefined,
    hasExecutedMore: ({ context }) => lastOf(context) > (context.snapshot?.slot ?? 0),
    isAhead: ({ context, event }) => {
      assertEvent(event, 'promise');
      return event.snapshot !== null && event.snapshot.slot > lastOf(context);
    },
  },
});

/** The last slot that it has executed, or that the snapshot it began with stands for; 0 where there is none. */
export function lastOf({ executed }: ReplicaContext): number {
  return executed.at(-1)?.slot ?? 0;
}

// #region replica
export const replicaMachine = base
  .extend({
    actions: {
      remember: base.assign({
        log: ({ context, event }) => {
          assertEvent(event, 'decided');
          return withDecree(context.log, { slot: event.slot, value: event.value });
        },
      }),
      execute: base.assign({ executed: ({ context }) => [...context.executed, nextOf(context)!] }),
      takeSnapshot: base.assign({
        snapshot: ({ context }) => ({ slot: lastOf(context), state: context.executed }),
      }),
      install: base.assign({
        snapshot: ({ event }) => {
          assertEvent(event, 'promise');
          return event.snapshot;
        },
        executed: ({ event }) => {
          assertEvent(event, 'promise');
          return event.snapshot!.state;
        },
      }),
      forgetDecrees: base.assign({
        log: ({ context: { log, snapshot } }) => log.filter(({ slot }) => slot > snapshot!.slot),
      }),
      sendCompacted: base.emit(({ context }) => ({
        type: 'compacted',
        to: context.id,
        snapshot: context.snapshot!,
      })),
    },
  })
  .createMachine({
    id: 'replica',
    context: ({ input: { durable, ...input } }) => ({
      ...input,
      log: [],
      executed: [],
      snapshot: null,
      ...durable,
    }),
    on: {
      decided: { guard: 'isNews', actions: 'remember' },
      compact: { guard: 'hasExecutedMore', actions: ['takeSnapshot', 'forgetDecrees', 'sendCompacted'] },
      promise: { guard: 'isAhead', actions: ['install', 'forgetDecrees', 'sendCompacted'] },
    },
    always: { guard: 'nextIsDecided', actions: 'execute' },
  });
// #endregion
