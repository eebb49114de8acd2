/** The Parliament with members that come and go, put together. */
import { compose, role, type StateOf, system } from '#model/index.js';
import { acceptorMachine } from './acceptor.js';
import { leaderMachine } from './leader.js';
import { learnerMachine } from './learner.js';
import { show } from './show.js';
import { acceptorsOf, inputsOf, leaderInput, leadersOf, learnersOf, type MemberSize } from './size.js';

/** The machines in whose place an ablation may put others. */
export interface Machines {
  readonly leader: typeof leaderMachine;
  readonly acceptor: typeof acceptorMachine;
  readonly learner: typeof learnerMachine;
}

const machines: Machines = { leader: leaderMachine, acceptor: acceptorMachine, learner: learnerMachine };

const ignores = {
  promise: 'only a leader that prepares waits for promises',
  propose: 'only a leader that leads proposes',
};

/** Nodes that lead and vote, and take their own messages at once; the others only vote. */
export function withMembers(name: string, size: MemberSize, otherMachines: Partial<Machines> = {}) {
  const { leader, acceptor, learner } = { ...machines, ...otherMachines };
  const leaders = leadersOf(size);
  const others = acceptorsOf(size).filter((id) => !leaders.includes(id));
  // #region system
  return system({
    name,
    roles: {
      node: role(compose({ leader, acceptor }), {
        instances: byName(leaders, (id) => ({ leader: leaderInput(size, id), acceptor: {} })),
        inputs: (id) => inputsOf(size, id),
        ignores,
      }),
      acceptor: role(acceptor, { instances: byName(others, () => ({})) }),
      learner: role(learner, { instances: learnersOf(size) }),
    },
    network: 'lossy',
    instant: ['accepted'],
    show,
  });
  // #endregion
}

/** The same with acceptors that are participants of their own: they may lag behind every leader. */
export function withMembersApart(name: string, size: MemberSize, otherMachines: Partial<Machines> = {}) {
  const { leader, acceptor, learner } = { ...machines, ...otherMachines };
  // #region apart
  return system({
    name,
    roles: {
      node: role(compose({ leader }), {
        instances: byName(leadersOf(size), (id) => ({ leader: leaderInput(size, id) })),
        inputs: (id) => inputsOf(size, id),
        ignores,
      }),
      acceptor: role(acceptor, { instances: byName(acceptorsOf(size), () => ({})) }),
      learner: role(learner, { instances: learnersOf(size) }),
    },
    network: 'lossy',
    instant: ['accepted'],
    show,
  });
  // #endregion
}

/** A state of it, as its properties see it. */
export type MemberState = StateOf<ReturnType<typeof withMembersApart>>;

function byName<Input>(ids: readonly string[], inputOf: (id: string) => Input): Record<string, Input> {
  return Object.fromEntries(ids.map((id) => [id, inputOf(id)]));
}
