/** The Synod put together: its roles, a network that loses, repeats and reorders, and what is remembered of its past. */
import { role, type StateOf, system } from '#model/index.js';
import { acceptorMachine } from './acceptor.js';
import { ballotName, isBallot } from './ballot.js';
import { clientMachine } from './client.js';
import { votesEverCast } from './history.js';
import { learnerMachine } from './learner.js';
import type { Value } from './messages.js';
import { proposerMachine } from './proposer.js';
import { majorities, type Quorums } from './quorum.js';

/** How large an instance is: what makes it finite. */
export interface Size {
  /** How many acceptors: a1, a2, … */
  readonly acceptors: number;
  /** The proposers by name, each with the number of ballots it may begin. */
  readonly rounds: Readonly<Record<string, number>>;
  /** What the client asks of which proposer. */
  readonly requests: Readonly<Record<string, Value>>;
  /** How many learners: l1, l2, …; one when left out. */
  readonly learners?: number;
  /** Majorities of the acceptors when left out. */
  readonly quorums?: Quorums;
}

/** The machines of the roles; an ablation puts another one in the place of the right one. */
export interface Machines {
  readonly acceptor: typeof acceptorMachine;
  readonly proposer: typeof proposerMachine;
  readonly learner: typeof learnerMachine;
  readonly client: typeof clientMachine;
}

/**
 * A finite Synod.
 *
 * @throws Error where a request or a quorum names somebody who does not take part.
 */
export function synod(name: string, size: Size, machines: Partial<Machines> = {}) {
  refuseStrangers(size);
  const { phase1, phase2 } = quorumsOf(size);
  // #region system
  return system({
    name,
    roles: {
      client: role(machines.client ?? clientMachine, {
        instances: { c1: { requests: size.requests } },
      }),
      proposer: role(machines.proposer ?? proposerMachine, {
        instances: inputsOf(Object.keys(size.rounds), (id) => ({
          id,
          quorums: phase1,
          rounds: size.rounds[id]!,
        })),
        inputs: [{ type: 'timeout' }],
        ignores: {
          promise: 'only a proposer that prepares waits for promises; one that proposes has a quorum',
        },
      }),
      acceptor: role(machines.acceptor ?? acceptorMachine, {
        instances: acceptorsOf(size),
      }),
      learner: role(machines.learner ?? learnerMachine, {
        instances: inputsOf(numbered('l', size.learners ?? 1), () => ({ quorums: phase2 })),
      }),
    },
    network: 'lossy',
    history: { votes: votesEverCast },
    show: (value) => (isBallot(value) ? ballotName(value) : undefined),
  });
  // #endregion
}

/** A state of the Synod, as its properties see it. */
export type SynodState = StateOf<ReturnType<typeof synod>>;

/** The names of the acceptors. */
export function acceptorsOf({ acceptors }: Size): readonly string[] {
  return numbered('a', acceptors);
}

/** The quorums of both phases. */
export function quorumsOf(size: Size): Quorums {
  const majority = majorities(acceptorsOf(size));
  return size.quorums ?? { phase1: majority, phase2: majority };
}

/** A request to nobody, or a quorum that can never be complete, would make claims hold because nothing happens. */
function refuseStrangers(size: Size): void {
  const { phase1, phase2 } = quorumsOf(size);
  const refuse = (what: string, names: readonly string[], known: readonly string[]): void => {
    const stranger = names.find((name) => !known.includes(name));
    if (stranger !== undefined)
      throw new Error(
        `synod: ${what} names '${stranger}', who does not take part; there are ${known.join(', ')}`,
      );
  };
  refuse('a request', Object.keys(size.requests), Object.keys(size.rounds));
  refuse('a quorum', [...phase1, ...phase2].flat(), acceptorsOf(size));
}

function numbered(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);
}

function inputsOf<Input>(ids: readonly string[], inputOf: (id: string) => Input): Record<string, Input> {
  return Object.fromEntries(ids.map((id) => [id, inputOf(id)]));
}
