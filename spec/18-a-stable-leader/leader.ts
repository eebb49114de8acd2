/** The leader of chapter 16, who tells its own node when it leads. */
import { enqueueActions } from 'xstate';
import type { Sent } from '#model/index.js';
import { leaderMachine as leaderOfChapter16, reportedBy } from '../16-the-parliament/leader.js';
import type { Message } from './messages.js';

// #region leader
export const leaderMachine = leaderOfChapter16.provide({
  actions: {
    proposeReported: enqueueActions(({ context, enqueue }) => {
      const proposals = reportedBy(context);
      const through = proposals.at(-1)?.slot ?? context.first - 1;
      const leads: Sent<Message<'leads'>> = {
        type: 'leads',
        to: context.id,
        ballot: context.ballot!,
        through,
      };
      enqueue.assign({ proposals });
      enqueue.emit(leads as never);
    }),
  },
});
// #endregion
