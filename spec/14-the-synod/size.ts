/** How large an instance of the Synod is, and who takes part in it. */
import type { AcceptorInput } from './acceptor.js';
import type { ClientInput } from './client.js';
import type { LearnerInput } from './learner.js';
import type { Value } from './messages.js';
import type { ProposerInput } from './proposer.js';
import { majorities, type Quorums } from './quorum.js';

/** What makes an instance finite. */
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
  /**
   * By role, how often one of its participants may crash and restart in a run; never when left out. `Infinity` is any
   * number, which makes fewer states than one crash does: nothing has to be counted.
   */
  readonly restarts?: Readonly<Partial<Record<RoleName, number>>>;
  /** Whether history remembers who restarted; not when left out. */
  readonly remembersRestarts?: boolean;
}

/** The participants of each role, by name, with what each is started with. */
export interface Participants {
  readonly client: Readonly<Record<string, ClientInput>>;
  readonly proposer: Readonly<Record<string, ProposerInput>>;
  readonly acceptor: Readonly<Record<string, AcceptorInput>>;
  readonly learner: Readonly<Record<string, LearnerInput>>;
}

export type RoleName = keyof Participants;

/**
 * Who takes part in an instance.
 *
 * @throws Error where a request or a quorum names somebody who does not.
 */
export function participantsOf(size: Size): Participants {
  refuseStrangers(size);
  const { phase1, phase2 } = quorumsOf(size);
  return {
    client: { c1: { requests: size.requests } },
    proposer: inputsOf(Object.keys(size.rounds), (id) => ({
      id,
      quorums: phase1,
      rounds: size.rounds[id]!,
    })),
    acceptor: inputsOf(acceptorsOf(size), () => ({})),
    learner: inputsOf(numbered('l', size.learners ?? 1), () => ({ quorums: phase2 })),
  };
}

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
