/** The Parliament put together: nodes that lead, vote and execute, a learner for each slot, and a network that loses, repeats and reorders. */
import { compose, observe, role, type StateOf, system } from '#model/index.js';
import { acceptorMachine } from './acceptor.js';
import { votesEverCastIn } from './history.js';
import { leaderMachine } from './leader.js';
import { learnerMachine } from './learner.js';
import { replicaMachine } from './replica.js';
import { show } from './show.js';
import { acceptorsOf, inputsOf, leaderInput, learnersOf, nodesOf, type Size, slotsOf } from './size.js';

/** The machines of the roles. */
export interface Machines {
  readonly leader: typeof leaderMachine;
  readonly acceptor: typeof acceptorMachine;
  readonly replica: typeof replicaMachine;
  readonly learner: typeof learnerMachine;
}

/** The right machines. */
export const machines: Machines = {
  leader: leaderMachine,
  acceptor: acceptorMachine,
  replica: replicaMachine,
  learner: learnerMachine,
};

/** What a node may meet and need not act on. */
const ignores = {
  promise: 'only a leader that prepares waits for promises',
  command: 'only a leader that leads takes commands; whoever gave it will ask again, perhaps another node',
  retry: 'whoever follows has sent nothing',
};

/** A finite Parliament. An ablation puts another machine in the place of the right one. */
export function parliament(name: string, size: Size, otherMachines: Partial<Machines> = {}) {
  const { leader, acceptor, replica, learner } = { ...machines, ...otherMachines };
  const inputOf = (id: string) => ({ leader: leaderInput(size, id), acceptor: {}, replica: {} });
  // #region system
  return system({
    name,
    roles: {
      node: role(compose({ leader, acceptor, replica }), {
        instances: inputsByName(nodesOf(size), inputOf),
        inputs: (id) => inputsOf(size, id),
        ignores,
      }),
      learner: role(learner, { instances: learnersOf(size) }),
    },
    network: 'lossy',
    instant: ['accepted'],
    history: { votes: observe.each(slotsOf(size), votesEverCastIn) },
    show,
  });
  // #endregion
}

/** The same with acceptors that are participants of their own: they may lag behind every leader. */
export function parliamentApart(name: string, size: Size, otherMachines: Partial<Machines> = {}) {
  const { leader, acceptor, replica, learner } = { ...machines, ...otherMachines };
  const inputOf = (id: string) => ({ leader: leaderInput(size, id), replica: {} });
  // #region apart
  return system({
    name,
    roles: {
      node: role(compose({ leader, replica }), {
        instances: inputsByName(nodesOf(size), inputOf),
        inputs: (id) => inputsOf(size, id),
        ignores,
      }),
      acceptor: role(acceptor, { instances: inputsByName(acceptorsOf(size), () => ({})) }),
      learner: role(learner, { instances: learnersOf(size) }),
    },
    network: 'lossy',
    instant: ['accepted'],
    history: { votes: observe.each(slotsOf(size), votesEverCastIn) },
    show,
  });
  // #endregion
}

/** A state of the Parliament, as its properties see it. */
export type ParliamentState = StateOf<ReturnType<typeof parliament>>;

/** A state of one whose acceptors are participants of their own. */
export type ApartState = StateOf<ReturnType<typeof parliamentApart>>;

function inputsByName<Input>(ids: readonly string[], inputOf: (id: string) => Input): Record<string, Input> {
  return Object.fromEntries(ids.map((id) => [id, inputOf(id)]));
}
