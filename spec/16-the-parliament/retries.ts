/** The Parliament over a network that loses messages for good: leaders send again, acceptors answer again, and an acceptor may stop. */
import { alwaysPossible, type StateOf } from '#model/index.js';
import { isAtLeast } from '../14-the-synod/ballot.js';
import { acceptorMachine } from './acceptor.js';
import { type Machines, parliamentApart } from './parliament.js';
import type { Size } from './size.js';

// #region again
/** An acceptor that answers the ballot again which it promised: its first answer may be lost. */
export const answersAgain = acceptorMachine.provide({
  guards: { isAbovePromise: ({ context, event }) => isAtLeast(event.ballot, context.promised) },
});
// #endregion

/** One leader with one ballot, which must be enough; one slot; and one of the three acceptors may stop. */
export const oneLeader: Size = {
  rounds: { n1: 1 },
  slots: 1,
  commands: { n1: ['olives'] },
  acceptors: ['a1', 'a2', 'a3'],
};

// #region system
export function retrying(name: string, otherMachines: Partial<Machines> = {}) {
  const system = parliamentApart(name, oneLeader, { acceptor: answersAgain, ...otherMachines });
  const { roles } = system;
  return {
    ...system,
    network: 'lossy-set' as const,
    faults: { stops: { acceptor: 1 } },
    roles: {
      ...roles,
      node: {
        ...roles.node,
        inputs: (id: string) => [...roles.node.inputs(id), { type: 'retry' as const }],
      },
    },
  };
}
// #endregion

// #region progress
/** Whatever was lost, and whoever stopped, the leader can still get there. */
export const aDecisionIsAlwaysPossible = alwaysPossible(
  'a decision is always possible',
  ({ learner: learners }: StateOf<ReturnType<typeof retrying>>) =>
    learners.some(({ context }) => context.learned.length > 0),
);
// #endregion
