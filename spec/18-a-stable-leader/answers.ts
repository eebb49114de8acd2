/** The answers to the exercises of chapter 18, as models. */
import { assign } from 'xstate';
import { nextOf } from '../16-the-parliament/replica.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import { acceptorMachine } from './acceptor.js';
import { aLeaseIsHandedOver, aReadIsNeverStale, atMostOneHoldsALease } from './claims.js';
import { withLeasesApart } from './leases.js';
import { answersAgain, sendingAgain, theNextOneDecides } from './progress.js';
import { replicaMachine } from './replica.js';
import { oneAcceptor } from './sizes.js';

/** It does not count: a grant never runs out. */
const forEver = { guards: { isCounting: () => false } };

/** A node that tells a client of every command that it executes, whoever proposed it. */
const speaksForOthers = replicaMachine.provide({
  guards: { nextIsItsOwn: ({ context }) => nextOf(context) !== undefined },
});

/** An acceptor that goes on counting after a crash where it stopped. */
const goesOnCounting = acceptorMachine.provide({ actions: { waitOneLease: assign({}) } });

function withTheGrantOnDisk() {
  const system = withLeasesApart('the grant on disk', oneAcceptor, { acceptor: goesOnCounting });
  const { acceptor } = system.roles;
  return {
    ...system,
    roles: {
      ...system.roles,
      acceptor: { ...acceptor, durable: ['promised', 'votes', 'left'] as const },
    },
  };
}

export const answers: readonly Instance[] = [
  // Whoever got the first lease is the last one to answer.
  instance(
    '1. grants that never run out',
    withLeasesApart('grants for ever', oneAcceptor, { acceptor: acceptorMachine.provide(forEver) }),
    [holds(aReadIsNeverStale), holds(atMostOneHoldsALease), fails(aLeaseIsHandedOver)],
  ),
  instance(
    '1. grants that never run out, messages lost for good',
    sendingAgain('grants for ever', answersAgain.provide(forEver)),
    [fails(theNextOneDecides)],
  ),
  // The one that holds the lease has not heard of the decision yet, of which a client was told elsewhere.
  instance(
    '2. a node that speaks for others',
    withLeasesApart('speaks for others', oneAcceptor, { replica: speaksForOthers }),
    [holds(atMostOneHoldsALease), fails(aReadIsNeverStale)],
  ),
  // Time that it was down it does not count, so it waits too long rather than not long enough.
  instance('3. the grant on disk', withTheGrantOnDisk(), [
    holds(aReadIsNeverStale),
    holds(atMostOneHoldsALease),
  ]),
];

export default answers;
