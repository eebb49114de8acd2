/** The replica: it keeps what is decided, in whatever order it hears of it, and executes it slot by slot. */
import { setup } from 'xstate';
import type { Received, Sent } from '#model/index.js';
import type { Restored } from '../14-the-synod/memory.js';
import type { Decree, Message } from './messages.js';

export interface ReplicaContext {
  /** The decisions it has heard of, by slot: its log, which may have holes. */
  readonly log: readonly Decree[];
  /** What it has executed, in the order in which it did: a prefix of the log without a hole. */
  readonly executed: readonly Decree[];
}

/** Nothing but what was durable: any two replicas are alike. */
export type ReplicaInput = Restored<ReplicaContext>;

const base = setup({
  types: {
    context: {} as ReplicaContext,
    events: {} as Received<Message<'decided'>>,
    input: {} as ReplicaInput,
    // It sends nothing; this type adds none to what a node sends.
    emitted: {} as Sent<Message>,
  },
  guards: {
    isNews: ({ context, event }) => !context.log.some(({ slot }) => slot === event.slot),
    nextIsDecided: ({ context }) => nextOf(context) !== undefined,
  },
});

// #region replica
export const replicaMachine = base
  .extend({
    actions: {
      remember: base.assign({
        log: ({ context, event }) => withDecree(context.log, { slot: event.slot, value: event.value }),
      }),
      execute: base.assign({ executed: ({ context }) => [...context.executed, nextOf(context)!] }),
    },
  })
  .createMachine({
    id: 'replica',
    context: ({ input }) => ({ log: [], executed: [], ...input.durable }),
    on: { decided: { guard: 'isNews', actions: 'remember' } },
    always: { guard: 'nextIsDecided', actions: 'execute' },
  });

/** The decree to be executed next, if it is decided: that of the slot after the last one executed. */
export function nextOf({ log, executed }: ReplicaContext): Decree | undefined {
  const last = executed.at(-1)?.slot ?? 0;
  return log.find(({ slot }) => slot === last + 1);
}
// #endregion

/** The decrees with one more, by slot. */
export function withDecree(decrees: readonly Decree[], decree: Decree): readonly Decree[] {
  return [...decrees, decree].sort((one, other) => one.slot - other.slot);
}
