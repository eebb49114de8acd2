/** The Parliament with leases, put together: its nodes, its acceptors, the clients, and time for all of them. */
import { compose, role, type StateOf, system } from '#model/index.js';
import type { Command, Retry, Timeout } from '../16-the-parliament/leader.js';
import { learnerMachine } from '../16-the-parliament/learner.js';
import { show } from '../16-the-parliament/show.js';
import { inputsOf, learnersOf } from '../16-the-parliament/size.js';
import { acceptorMachine } from './acceptor.js';
import { clientMachine } from './client.js';
import { toldClients } from './history.js';
import { leaderMachine } from './leader.js';
import { type GiveUp, type Look, type Read, type Renew, replicaMachine } from './replica.js';
import { acceptorInputs, type LeaseSize, nodeInputs } from './size.js';
import { timeMachine } from './time.js';

/** The parts in whose place an ablation may put others. */
export interface Parts {
  readonly acceptor: typeof acceptorMachine;
  readonly replica: typeof replicaMachine;
  /** What may happen to a node at any moment, besides what its size says, renewals and reads. */
  readonly inputs: readonly (Retry | GiveUp | Look)[];
}

const rightParts: Parts = { acceptor: acceptorMachine, replica: replicaMachine, inputs: [] };

/** Nodes that vote and grant as well, and take their own messages at once; and acceptors beside them. */
export function withLeases(name: string, size: LeaseSize, otherParts: Partial<Parts> = {}) {
  const { acceptor, replica, inputs } = { ...rightParts, ...otherParts };
  // #region system
  return system({
    ...surroundings(name, size),
    roles: {
      node: role(compose({ leader: leaderMachine, replica, acceptor }), {
        instances: nodeInputs(size),
        ...whatANodeMeets(size, inputs),
      }),
      ...othersIn(size, acceptor),
    },
  });
  // #endregion
}

/** Nodes that do not vote; all acceptors are participants of their own. */
export function withLeasesApart(name: string, size: LeaseSize, otherParts: Partial<Parts> = {}) {
  const { acceptor, replica, inputs } = { ...rightParts, ...otherParts };
  // #region apart
  return system({
    ...surroundings(name, size),
    roles: {
      node: role(compose({ leader: leaderMachine, replica }), {
        instances: nodeInputs(size),
        ...whatANodeMeets(size, inputs),
      }),
      ...othersIn(size, acceptor),
    },
  });
  // #endregion
}

/** A state of it, as its properties see it. */
export type LeaseState = StateOf<ReturnType<typeof withLeasesApart>>;

// #region surroundings
function surroundings(name: string, size: LeaseSize) {
  return {
    name,
    network: 'lossy',
    instant: ['accepted', 'leaseTick', 'grantTick', 'done', 'answer'],
    faults: { restarts: { acceptor: size.restarts } },
    history: { told: toldClients },
    show,
  } as const;
}
// #endregion

function whatANodeMeets(size: LeaseSize, others: Parts['inputs']) {
  return {
    inputs: (id: string): readonly (Timeout | Command | Retry | Renew | Read | GiveUp | Look)[] => [
      ...inputsOf(size, id),
      { type: 'renew' },
      { type: 'read' },
      ...others,
    ],
    ignores: {
      promise: 'only a leader that prepares waits for promises',
      retry: 'whoever follows has sent nothing',
      command: 'only a leader that leads takes commands; whoever gave it will ask again',
    },
  };
}

// #region others
function othersIn(size: LeaseSize, acceptor: typeof acceptorMachine) {
  return {
    acceptor: role(acceptor, { instances: acceptorInputs(size), durable: ['promised', 'votes'] }),
    learner: role(learnerMachine, { instances: learnersOf(size) }),
    client: role(clientMachine, { instances: ['c'] }),
    time: role(timeMachine, {
      instances: { t: size.drift },
      inputs: [{ type: 'pass' }, { type: 'miss' }, { type: 'gain' }],
    }),
  };
}
// #endregion
