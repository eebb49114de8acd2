/** Acceptors that make a mistake. */
import { assertEvent, assign, emit, enqueueActions } from 'xstate';
import { isSameBallot } from '../../14-the-synod/ballot.js';
import { acceptorMachine, withVote } from '../acceptor.js';
import { learnerOf } from '../learner.js';
import type { SlotVote } from '../messages.js';
import { answersAgain } from '../retries.js';
import { threeBallots } from '../sizes.js';
import type { Row } from './row.js';

// #region torn
/**
 * It writes a vote's ballot, and then its value; and the first time that it votes for another value in a slot it crashes between the two. What
 * is on its disk then is the new ballot with the old value. Asked again, it writes both.
 */
const tearsItsVote = acceptorMachine.provide({
  actions: {
    vote: assign({
      promised: ({ event }) => event.ballot,
      votes: ({ context, event }) => {
        assertEvent(event, 'accept');
        const { slot, ballot, value } = event;
        const before = context.votes.find((vote) => vote.slot === slot);
        const crashes = before !== undefined && !isSameBallot(ballot, before.ballot);
        return withVote(context.votes, { slot, ballot, value: crashes ? before.value : value });
      },
    }),
    sendAccepted: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'accept');
      const { slot, ballot, value } = event;
      const isWritten = (vote: SlotVote) => vote.slot === slot && vote.value === value;
      if (context.votes.some(isWritten))
        enqueue(emit({ type: 'accepted', to: learnerOf(slot), ballot, slot, value }));
    }),
  },
});
// #endregion

// #region exactly
/** It votes only in the very ballot that it promised. */
export const votesOnlyAsPromised = answersAgain.provide({
  guards: {
    isNotBelowPromise: ({ context, event }) => isSameBallot(event.ballot, context.promised),
  },
});
// #endregion

export const acceptors: readonly Row[] = [
  {
    id: 'L5',
    mistake: "an acceptor that writes a vote's ballot and its value one after the other",
    rule: "a vote's ballot and value are written together",
    consequence:
      'After a crash between the two it reports a vote that it never cast, in a high ballot, and leaders follow it.',
    size: threeBallots,
    machines: { acceptor: tearsItsVote },
    falls: ['aPromiseReportsVotesThatWereCast'],
  },
];
