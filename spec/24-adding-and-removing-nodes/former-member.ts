/** The former member: it has not heard that it was removed, hears from nobody, and tries to lead again and again. */
import { setup } from 'xstate';
import { ABOVE_ALL, type Received, type Sent } from '#model/index.js';
import type { RemovalMessage } from './present-member.js';

export interface FormerMemberContext {
  /** Its last ballot. Only the order of ballots counts. */
  readonly ballot: number;
}

const base = setup({
  types: {
    context: {} as FormerMemberContext,
    events: {} as Received<RemovalMessage<'removed' | 'promise' | 'refused'>> | { readonly type: 'timeout' },
    emitted: {} as Sent<RemovalMessage<'prepare'>>,
  },
});

// #region former
export const formerMemberMachine = base
  .extend({
    actions: {
      begin: base.assign({ ballot: ABOVE_ALL }),
      sendPrepare: base.emit(({ context }) => ({ type: 'prepare', to: 'member', ballot: context.ballot })),
    },
  })
  .createMachine({
    id: 'formerMember',
    context: { ballot: 0 },
    initial: 'trying',
    states: {
      trying: {
        on: { timeout: { actions: ['begin', 'sendPrepare'] }, removed: 'resting' },
      },
      resting: { on: { removed: {} } },
    },
  });
// #endregion
