/** Time: it passes, and everybody's clock ticks; now and then a clock misses a tick, or counts one too many. */
import { setup } from 'xstate';
import type { Sent } from '#model/index.js';
import type { Message } from './messages.js';

/** By how much clocks may be wrong in a run. */
export interface Drift {
  /** How many ticks the leaders' clocks may miss. */
  readonly misses: number;
  /** How many ticks too many the acceptors' clocks may count. */
  readonly gains: number;
}

/** What may happen at any moment. */
export type Passing =
  /** A unit of time passes. */
  | { readonly type: 'pass' }
  /** A unit of time passes, and the leaders' clocks do not notice. */
  | { readonly type: 'miss' }
  /** The acceptors' clocks count a unit of time that has not passed. */
  | { readonly type: 'gain' };

const base = setup({
  types: {
    context: {} as Drift,
    events: {} as Passing,
    input: {} as Drift,
    emitted: {} as Sent<Message<'leaseTick' | 'grantTick'>>,
  },
  guards: {
    mayMiss: ({ context }) => context.misses > 0,
    mayGain: ({ context }) => context.gains > 0,
  },
});

// #region time
export const timeMachine = base
  .extend({
    actions: {
      tickNodes: base.emit({ type: 'leaseTick', to: 'node' }),
      tickAcceptors: base.emit({ type: 'grantTick', to: 'acceptor' }),
      countMiss: base.assign({ misses: ({ context }) => context.misses - 1 }),
      countGain: base.assign({ gains: ({ context }) => context.gains - 1 }),
    },
  })
  .createMachine({
    id: 'time',
    context: ({ input }) => input,
    on: {
      pass: { actions: ['tickNodes', 'tickAcceptors'] },
      miss: { guard: 'mayMiss', actions: ['countMiss', 'tickAcceptors'] },
      gain: { guard: 'mayGain', actions: ['countGain', 'tickAcceptors'] },
    },
  });
// #endregion
