/** Replicas that make a mistake. */
import { assign } from 'xstate';
import { aReadIsNeverStale, atMostOneHoldsALease } from '../claims.js';
import { withLeasesApart } from '../leases.js';
import { firstContext, replicaMachine, replicaParts } from '../replica.js';
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
/** It looks whether it holds a lease, and then serves whoever comes. */
const looksBefore = replicaParts.createMachine({
  id: 'replica',
  context: firstContext,
  initial: 'unsure',
  on: {
    decided: { guard: 'isNews', actions: 'remember' },
    leads: { actions: 'noteLeadership' },
    renew: { guard: 'mayAsk', actions: ['beginToCount', 'sendAsk'] },
    granted: { guard: 'isGrant', actions: 'countGrant' },
    leaseTick: { guard: 'isCounting', actions: 'countDown' },
  },
  always: [
    { guard: 'nextIsItsOwn', actions: ['sayDone', 'execute'] },
    { guard: 'nextIsDecided', actions: 'execute' },
    { guard: 'aQuorumGranted', actions: 'takeLease' },
  ],
  states: {
    unsure: { on: { look: { guard: 'mayAnswer', target: 'sure' }, read: {} } },
    sure: { on: { look: {}, read: { actions: 'sendAnswer' } } },
  },
});
// #endregion

// #region adopts
/** It answers as soon as it holds a lease. */
export const answersTooEarly = replicaMachine.provide({ guards: { hasExecutedWhatWasReported: () => true } });
// #endregion

function looking(name: string) {
  const system = withLeasesApart(name, oneAcceptor, {
    // It has two states, so it is a machine of its own.
    replica: looksBefore as unknown as typeof replicaMachine,
  });
  const { node } = system.roles;
  return {
    ...system,
    roles: {
      ...system.roles,
      node: { ...node, inputs: (id: string) => [...node.inputs(id), { type: 'look' as const }] },
    },
  };
}

export const replicas: readonly Row[] = [
  {
    id: 'T1',
    mistake: 'a node that counts its lease from when the grants came',
    rule: 'a node counts its lease from before it asked',
    consequence: 'While the grants are under way, the acceptors count and the node does not.',
    size: oneAcceptor,
    system: withLeasesApart('counts from the reply', oneAcceptor, { replica: countsFromTheReply }),
    falls: [aReadIsNeverStale, atMostOneHoldsALease],
  },
  {
    id: 'T1',
    mistake: 'a node that takes a grant for an answer to a later request',
    rule: 'a grant counts from when the very request was sent that it answers',
    consequence: 'It asks once more, an older grant comes, and it counts from the later request.',
    size: oneAcceptor,
    system: withLeasesApart('counts older grants', oneAcceptor, { replica: countsOlderGrants }),
    falls: [aReadIsNeverStale, atMostOneHoldsALease],
  },
  {
    id: 'T4',
    mistake: 'a node that looks at its lease before it is asked, and not again before it answers',
    rule: 'a node looks at its lease after it has read, when it answers',
    consequence: 'It pauses between the two, and answers after its lease has run out.',
    size: oneAcceptor,
    system: looking('looks before') as Row['system'],
    falls: [aReadIsNeverStale],
  },
  {
    id: 'T13',
    mistake: 'a node that answers before it has executed what was reported to it',
    rule: 'a node answers only when it has executed all slots that were reported in its phase 1',
    consequence: 'A command that the last leader acknowledged is missing in the answer.',
    size: oneAcceptor,
    system: withLeasesApart('answers too early', oneAcceptor, { replica: answersTooEarly }),
    falls: [aReadIsNeverStale],
  },
];
