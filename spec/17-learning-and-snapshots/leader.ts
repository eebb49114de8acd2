/** The leader of chapter 16, for whom the slots that a snapshot stands for are decided. */
import { assign } from 'xstate';
import type { Received } from '#model/index.js';
import {
  type LeaderContext,
  leaderMachine as leaderOfChapter16,
  type Report,
  reportedBy,
} from '../16-the-parliament/leader.js';
import type { Slot } from '../16-the-parliament/messages.js';
import type { Message, Snapshot } from './messages.js';

/** What an acceptor reported with its promise. */
export interface ReportWithSnapshot extends Report {
  readonly snapshot: Snapshot | null;
}

// #region leader
export const leaderMachine = leaderOfChapter16.provide({
  actions: {
    countPromise: assign({
      promises: ({ context, event }) => {
        const { from: acceptor, snapshot, votes } = event as Received<Message<'promise'>>;
        const report: ReportWithSnapshot = { acceptor, snapshot, votes };
        return [...context.promises, report].sort((a, b) => (a.acceptor < b.acceptor ? -1 : 1));
      },
    }),
    proposeReported: assign({
      first: ({ context }) => firstAfterSnapshots(context),
      decided: ({ context }) => decidedWithSnapshots(context),
      proposals: ({ context }) => reportedBy({ ...context, first: firstAfterSnapshots(context) }),
    }),
  },
});

/** The first slot for which no reported snapshot stands. */
function firstAfterSnapshots({ first, promises }: LeaderContext): Slot {
  const snapshots = promises.map((report) => (report as ReportWithSnapshot).snapshot?.slot ?? 0);
  return Math.max(first, ...snapshots.map((slot) => slot + 1));
}

function decidedWithSnapshots(context: LeaderContext): readonly Slot[] {
  const before = Array.from({ length: firstAfterSnapshots(context) - 1 }, (_, index) => index + 1);
  return [...new Set([...before, ...context.decided])].sort((one, other) => one - other);
}
// #endregion
