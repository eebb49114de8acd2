/** The Synod put together: its roles, a network that loses, repeats and reorders, crashes, and what is remembered of its past. */
import { role, type StateOf, system } from '#model/index.js';
import { acceptorMachine } from './acceptor.js';
import { clientMachine } from './client.js';
import { comebacks, noComebacks } from './comebacks.js';
import { votesEverCast } from './history.js';
import { learnerMachine } from './learner.js';
import { type Memory, memory } from './memory.js';
import { proposerMachine } from './proposer.js';
import { show } from './show.js';
import { participantsOf, type Size } from './size.js';

/** The machines of the roles. */
export interface Machines {
  readonly acceptor: typeof acceptorMachine;
  readonly proposer: typeof proposerMachine;
  readonly learner: typeof learnerMachine;
  readonly client: typeof clientMachine;
}

/** The right machines. */
export const machines: Machines = {
  acceptor: acceptorMachine,
  proposer: proposerMachine,
  learner: learnerMachine,
  client: clientMachine,
};

/**
 * A finite Synod. An ablation puts another machine in the place of the right one, or lets a role keep less in a crash.
 *
 * @throws Error where a request or a quorum names somebody who does not take part.
 */
export function synod(
  name: string,
  size: Size,
  otherMachines: Partial<Machines> = {},
  otherMemory: Partial<Memory> = {},
) {
  const participants = participantsOf(size);
  const { client, proposer, acceptor, learner } = { ...machines, ...otherMachines };
  const durable: Memory = { ...memory, ...otherMemory };
  // #region system
  return system({
    name,
    roles: {
      client: role(client, { instances: participants.client, durable: durable.client }),
      proposer: role(proposer, {
        instances: participants.proposer,
        durable: durable.proposer,
        inputs: [{ type: 'timeout' }],
        ignores: {
          promise:
            'only a proposer that prepares waits for promises: one that proposes has a quorum, one that restarted has given up',
        },
      }),
      acceptor: role(acceptor, { instances: participants.acceptor, durable: durable.acceptor }),
      learner: role(learner, { instances: participants.learner, durable: durable.learner }),
    },
    network: 'lossy',
    faults: { restarts: size.restarts ?? {} },
    history: { votes: votesEverCast, comebacks: size.remembersRestarts ? comebacks : noComebacks },
    show,
  });
  // #endregion
}

/** A state of the Synod, as its properties see it. */
export type SynodState = StateOf<ReturnType<typeof synod>>;
