/** Replicas that make a mistake. */
import { assign, setup } from 'xstate';
import type { Received } from '#model/index.js';
import { type Decree, type Message, NO_OP } from '../messages.js';
import { nextOf, type ReplicaContext, type ReplicaInput, replicaMachine, withDecree } from '../replica.js';
import { twoSlots } from '../sizes.js';
import type { Row } from './row.js';

// #region past
const executesPastHoles = replicaMachine.provide({
  guards: { nextIsDecided: ({ context }) => nextAtAll(context) !== undefined },
  actions: { execute: assign({ executed: ({ context }) => [...context.executed, nextAtAll(context)!] }) },
});

/** The first decree that it has not executed, whether or not there is a hole before it. */
function nextAtAll({ log, executed }: ReplicaContext): Decree | undefined {
  return log.find(({ slot }) => !executed.some((other) => other.slot === slot));
}
// #endregion

const base = setup({
  types: {
    context: {} as ReplicaContext & { readonly proposed: readonly Decree[] },
    events: {} as Received<Message<'decided' | 'accept'>>,
    input: {} as ReplicaInput,
  },
  guards: {
    isNews: ({ context, event }) => !context.log.some(({ slot }) => slot === event.slot),
    nextIsDecided: ({ context }) => nextOf(context) !== undefined,
  },
});

// #region commit
/**
 * It is told which slot is decided, and not what: it takes the last value that it heard proposed there; where it heard none, the slot must be
 * one that was left empty.
 */
const isToldNoValue = base
  .extend({
    actions: {
      hear: base.assign({
        proposed: ({ context, event: { slot, value } }) => {
          const others = context.proposed.filter((other) => other.slot !== slot);
          return withDecree(others, { slot, value });
        },
      }),
      remember: base.assign({
        log: ({ context: { log, proposed }, event: { slot } }) => {
          const heard = proposed.find((proposal) => proposal.slot === slot);
          return withDecree(log, { slot, value: heard?.value ?? NO_OP });
        },
      }),
      execute: base.assign({ executed: ({ context }) => [...context.executed, nextOf(context)!] }),
    },
  })
  .createMachine({
    id: 'replica',
    context: ({ input }) => ({ log: [], executed: [], proposed: [], ...input.durable }),
    on: { accept: { actions: 'hear' }, decided: { guard: 'isNews', actions: 'remember' } },
    always: { guard: 'nextIsDecided', actions: 'execute' },
  });
// #endregion

export const replicas: readonly Row[] = [
  {
    id: 'L2',
    mistake: 'a replica that executes past a hole',
    rule: 'a replica executes the decree of the slot after the last one executed, and waits for it',
    consequence: 'Two replicas execute the same decrees in different orders, and are no longer copies.',
    size: twoSlots,
    machines: { replica: executesPastHoles },
    falls: ['nothingIsExecutedPastAHole', 'logsArePrefixes'],
  },
  {
    id: 'L8',
    mistake: 'a replica that is told that a slot is decided, and not what',
    rule: 'a decision names its value: whoever hears of it may have missed the proposal',
    consequence:
      'One that missed the proposal takes the slot for an empty one, or executes an older proposal.',
    size: twoSlots,
    // It also hears proposals, so it is a machine of its own.
    machines: { replica: isToldNoValue as unknown as typeof replicaMachine },
    falls: ['executedImpliesChosen', 'logsArePrefixes'],
  },
];
