/** The detector: it tells the servers which of them are down. This one is accurate: it is never wrong. */
import { and, assertEvent, setup } from 'xstate';
import { including, type Received, type Sent } from '#model/index.js';
import type { Down, Report, Stopped } from './messages.js';

export interface DetectorInput {
  readonly servers: readonly string[];
}

export interface DetectorContext extends DetectorInput {
  /** The servers that have stopped: a set, sorted. */
  readonly stopped: readonly string[];
  /** The servers that were reported down: a set, sorted. */
  readonly reported: readonly string[];
}

const base = setup({
  types: {
    context: {} as DetectorContext,
    events: {} as Received<Stopped> | Report,
    input: {} as DetectorInput,
    emitted: {} as Sent<Down>,
  },
  guards: {
    hasStopped: ({ context, event }) => {
      assertEvent(event, 'report');
      return context.stopped.includes(event.server);
    },
    isNews: ({ context, event }) => {
      assertEvent(event, 'report');
      return !context.reported.includes(event.server);
    },
  },
});

// #region detector
export const detectorMachine = base
  .extend({
    guards: { mayReport: and(['hasStopped', 'isNews']) },
    actions: {
      notice: base.assign({
        stopped: ({ context, event }) => {
          assertEvent(event, 'stopped');
          return including(context.stopped, event.from);
        },
      }),
      noteReport: base.assign({
        reported: ({ context, event }) => {
          assertEvent(event, 'report');
          return including(context.reported, event.server);
        },
      }),
      sendDown: base.emit(({ context, event }) => {
        assertEvent(event, 'report');
        const others = context.servers.filter((server) => server !== event.server);
        return { type: 'down', to: others, server: event.server };
      }),
    },
  })
  .createMachine({
    id: 'detector',
    context: ({ input }) => ({ ...input, stopped: [], reported: [] }),
    on: {
      stopped: { actions: 'notice' },
      report: { guard: 'mayReport', actions: ['noteReport', 'sendDown'] },
    },
  });
// #endregion
