/** The mistakes that are made in catching up. */
import type { Mistake } from '../../chapter.js';
import { fails, instance } from '../../chapter.js';
import { catchUp, eachDecreeIsExecutedOnce, itCanAlwaysCatchUp } from '../catch-up.js';
import { peerMachine } from '../peer.js';

// #region nothing
/** It answers for what it still has, and is silent about the rest. */
export const hasNoSnapshotToSend = peerMachine.provide({
  guards: {
    hasDeletedIt: () => false,
    knowsIt: ({ context, event }) =>
      event.type === 'catchUp' && event.slot > context.base && event.slot <= context.log.length,
  },
});
// #endregion

const compactsTooMuch =
  'a peer that deletes decrees which a follower still needs, and has no snapshot to send';
const writesTwice = 'a follower that writes its state and the last slot in it one after the other';

const where = 'a log of 4, 2 peers, losses, any number of crashes of the follower';

export const catchingUp: readonly Mistake[] = [
  {
    id: 'D3',
    mistake: compactsTooMuch,
    rule: 'what is deleted is in a snapshot, which can be sent',
    consequence: 'The follower asks for ever.',
    where,
    instance: instance(`D3, ${compactsTooMuch}`, catchUp(compactsTooMuch, hasNoSnapshotToSend), [
      fails(itCanAlwaysCatchUp),
    ]),
  },
  {
    id: 'D4',
    mistake: writesTwice,
    rule: 'the state and the last slot in it are written together',
    consequence: 'After a crash between the two it executes what is in its state already.',
    where,
    instance: instance(`D4, ${writesTwice}`, catchUp(writesTwice, peerMachine, ['state']), [
      fails(eachDecreeIsExecutedOnce),
    ]),
  },
];
