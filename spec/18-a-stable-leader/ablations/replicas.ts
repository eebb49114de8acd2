/** Replicas that make a mistake. */
import { assign } from 'xstate';
import { aReadIsNeverStale, atMostOneHoldsALease } from '../claims.js';
import { replicaMachine, replicaParts } from '../replica.js';
import { oneAcceptor } from '../sizes.js';
import type { Row } from './row.js';

// #region reply
/** It begins to count when the grants have come. */
export const countsFromTheReply = replicaMachine.provide({
  actions: { takeLease: assign({ left: ({ context }) => context.lease, asked: 0, grants: [] }) },
});
// #endregion

// #region older
/** It takes a grant for an answer to its last request, whichever it answers. */
const countsOlderGrants = replicaMachine.provide({ guards: { isForItsLastAsk: () => true } });
// #endregion

// #region before
type Config = Parameters<typeof replicaParts.createMachine>[0];

/** It looks whether it holds a lease, and then serves whoever comes. */
const looksBefore = replicaParts.createMachine({
  ...(replicaMachine.config as Config),
  initial: 'unsure',
  states: {
    unsure: { on: { look: { guard: 'mayAnswer', target: 'sure' }, read: {} } },
    sure: { on: { look: {}, read: { actions: 'sendAnswer' } } },
  },
  // It has two states, so its type is another one.
}) as unknown as typeof replicaMachine;
// #endregion

// #region adopts
/** It answers as soon as it holds a lease. */
export const answersTooEarly = replicaMachine.provide({ guards: { hasExecutedWhatWasReported: () => true } });
// #endregion

export const replicas: readonly Row[] = [
  {
    id: 'T1',
    mistake: 'a node that counts its lease from when the grants came',
    rule: 'a node counts its lease from before it asked',
    consequence: 'While the grants are under way, the acceptors count and the node does not.',
    size: oneAcceptor,
    parts: { replica: countsFromTheReply },
    falls: [aReadIsNeverStale, atMostOneHoldsALease],
  },
  {
    id: 'T1',
    mistake: 'a node that takes a grant for an answer to a later request',
    rule: 'a grant counts from when the very request was sent that it answers',
    consequence: 'It asks once more, an older grant comes, and it counts from the later request.',
    size: oneAcceptor,
    parts: { replica: countsOlderGrants },
    falls: [aReadIsNeverStale, atMostOneHoldsALease],
  },
  {
    id: 'T4',
    mistake: 'a node that looks at its lease before it is asked, and not again before it answers',
    rule: 'a node looks at its lease after it has read, when it answers',
    consequence: 'It pauses between the two, and answers after its lease has run out.',
    size: oneAcceptor,
    parts: { replica: looksBefore, inputs: [{ type: 'look' }] },
    falls: [aReadIsNeverStale],
  },
  {
    id: 'T13',
    mistake: 'a node that answers before it has executed what was reported to it',
    rule: 'a node answers only when it has executed all slots that were reported in its phase 1',
    consequence: 'A command that the last leader acknowledged is missing in the answer.',
    size: oneAcceptor,
    parts: { replica: answersTooEarly },
    falls: [aReadIsNeverStale],
  },
];
