/** Leases that are given up before they end: whoever holds one says so, and nobody has to wait for the end of the grants. */
import { assertEvent, assign, emit } from 'xstate';
import { acceptorMachine, acceptorParts } from './acceptor.js';
import type { Parts } from './leases.js';
import { replicaMachine, replicaParts } from './replica.js';
import type { LeaseSize } from './size.js';
import { oneAcceptor } from './sizes.js';

type ReplicaConfig = Parameters<typeof replicaParts.createMachine>[0];
type AcceptorConfig = Parameters<typeof acceptorParts.createMachine>[0];

// What they do in the other instances; those have no state for what is added here.
const replica = replicaMachine.config as ReplicaConfig;
const acceptor = acceptorMachine.config as AcceptorConfig;

// #region givesUp
/** It stops answering, and then says that it counts on none of its grants any more. */
const givesUp = replicaParts
  .extend({
    actions: {
      letGo: assign({ asked: 0, grants: [], left: 0 }),
      sendRelease: emit(({ context: { number } }) => ({ type: 'release', to: 'acceptor', number })),
    },
  })
  .createMachine({
    ...replica,
    on: { ...replica.on, giveUp: { guard: 'holdsALease', actions: ['letGo', 'sendRelease'] } },
  });
// #endregion

// #region frees
/** It notes the last request that it has granted. A release of an earlier one comes late, and frees nothing. */
export const freesItsGrant = acceptorParts
  .extend({
    guards: {
      isOfItsLastGrant: ({ context: { promised, granted = 0 }, event }) => {
        assertEvent(event, 'release');
        return promised?.proposer === event.from && granted > 0 && event.number >= granted;
      },
    },
    actions: {
      noteTheRequest: assign({
        granted: ({ context: { left, promised, granted = 0 }, event }) => {
          assertEvent(event, 'ask');
          // It may have granted a later one before it crashed.
          if (left > 0 && granted === 0) return 0;
          return promised?.proposer === event.from ? Math.max(granted, event.number) : event.number;
        },
      }),
      free: assign({ left: 0 }),
    },
  })
  .createMachine({
    ...acceptor,
    context: ({ input: { durable, ...input } }) => ({
      ...input,
      promised: null,
      votes: [],
      left: 0,
      granted: 0,
      ...durable,
    }),
    on: {
      ...acceptor.on,
      ask: { guard: 'mayGrant', actions: ['noteTheRequest', 'grant', 'sendGranted'] },
      release: { guard: 'isOfItsLastGrant', actions: 'free' },
    },
  });
// #endregion

// #region sizes
/** n1 may hold a lease twice, and n2 has a command. All clocks are right, so that what goes wrong goes wrong by a release. */
export const twoLeases: LeaseSize = {
  ...oneAcceptor,
  commands: { n1: [], n2: ['wine'] },
  lease: 1,
  margin: 2,
  drift: { misses: 0, gains: 0 },
};

/** The same, and n1 may lead once more after n2. */
export const leadsAgain: LeaseSize = { ...twoLeases, rounds: { n1: 2, n2: 1 } };
// #endregion

/** The parts of a system in which a node may give its lease up at any moment. */
export function releasing(acceptor = freesItsGrant): Parts {
  return {
    acceptor: acceptor as unknown as typeof acceptorMachine,
    replica: givesUp as unknown as typeof replicaMachine,
    inputs: [{ type: 'giveUp' }],
  };
}
