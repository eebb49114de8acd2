/** Leaders that make a mistake. */
import { assign } from 'xstate';
import { firstOpen, type LeaderContext, leaderMachine, reportedBy } from '../leader.js';
import { type Decree, NO_OP } from '../messages.js';
import { twoSlots } from '../sizes.js';
import type { Row } from './row.js';

// #region skips
/** It proposes where a vote was reported, and nowhere else. */
const skipsHoles = leaderMachine.provide({
  actions: {
    proposeReported: assign({
      proposals: ({ context }) =>
        reportedBy(context).filter(({ slot }) =>
          context.promises.some(({ votes }) => votes.some((vote) => vote.slot === slot)),
        ),
    }),
  },
});
// #endregion

// #region unasked
/** It begins after the last slot that it knows to be decided, and fills what is open below without having asked about it. */
const fillsUnasked = leaderMachine.provide({
  actions: {
    begin: assign({
      ballot: ({ context }) => ({ round: (context.ballot?.round ?? 0) + 1, proposer: context.id }),
      first: ({ context }) => Math.max(0, ...context.decided) + 1,
      promises: [],
      proposals: [],
    }),
    proposeReported: assign({
      proposals: ({ context }) => [...holesBelow(context), ...reportedBy(context)],
    }),
  },
});

function holesBelow({ first, decided }: LeaderContext): readonly Decree[] {
  return Array.from({ length: first - 1 }, (_, index) => index + 1)
    .filter((slot) => !decided.includes(slot))
    .map((slot) => ({ slot, value: NO_OP }));
}
// #endregion

// #region shares
/** It takes the first slot that it does not know to be decided, though it may have proposed something there. */
const sharesASlot = leaderMachine.provide({
  guards: { hasASlotLeft: ({ context }) => firstOpen(context) <= context.slots },
  actions: {
    propose: assign({
      proposals: ({ context, event }) =>
        event.type === 'command'
          ? [...context.proposals, { slot: Math.max(context.first, firstOpen(context)), value: event.value }]
          : context.proposals,
    }),
  },
});
// #endregion

export const leaders: readonly Row[] = [
  {
    id: 'L1',
    mistake: 'a leader that skips a hole',
    rule: 'a leader proposes in every slot up to the last one that was reported, a no-op where nothing was',
    consequence: 'Nothing is ever proposed in the hole, and nothing behind it can be executed.',
    size: twoSlots,
    machines: { leader: skipsHoles },
    falls: ['aLeaderLeavesNoHole'],
  },
  {
    id: 'L1',
    mistake: 'a leader that fills a hole for which it did not do phase 1',
    rule: 'phase 1 begins with the first open slot, not after the last one that is decided',
    consequence: 'It never asked what was chosen in the hole, and has a no-op chosen there as well.',
    size: twoSlots,
    machines: { leader: fillsUnasked },
    falls: ['chosenStaysChosen', 'agreement'],
    breaks: [1, 2],
  },
  {
    id: 'L6',
    mistake: 'a leader that gives one slot to two commands',
    rule: 'the next command gets the slot after the last in which the leader has proposed',
    consequence:
      'In one ballot two values are proposed for a slot: one of them is lost in silence, or both are chosen.',
    size: twoSlots,
    machines: { leader: sharesASlot },
    falls: ['oneValuePerBallotAndSlot', 'agreement'],
    breaks: [1],
  },
];
