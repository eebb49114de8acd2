/** How mutants of the learner are made: in what they are like the right one, and what they change. */
import type { Ballot } from '#src/paxos/ballot.js';
import type { Address } from '#src/paxos/effect.js';
import type { Learner, LearnerEffect, LearnerInput, Tally } from '#src/paxos/learner.js';
import type { Quorums } from '#src/paxos/quorum.js';
import type { Kind } from '../../compare.js';
import { production } from '../../tie.js';
import { type Mutant, mutantOf } from '../mutant.js';

export type State = Learner<string>;
export type Input = LearnerInput<string>;
export type Effect = LearnerEffect<string>;
export type Stepper = typeof production.learner;

export const right = production.learner;

export function mutant(name: string, told: Kind, step: Stepper, row?: string): Mutant {
  return mutantOf('learner', name, told, step, row);
}

/** Counts to another size than that of phase 2. */
export function countingTo(size: (quorums: Quorums) => number): Stepper {
  return (state, input) => {
    const { quorums } = state;
    const [after, effects] = right({ ...state, quorums: { ...quorums, phase2: size(quorums) } }, input);
    return [{ ...after, quorums }, effects];
  };
}

/** Counts a vote in the tally of another ballot, where it takes the two for one. */
export function taking(isOne: (a: Ballot, b: Ballot) => boolean): Stepper {
  return (state, input) => {
    const { message } = input;
    const { ballot } = state.tallies.find((tally) => isOne(tally.ballot, message.ballot)) ?? message;
    return right(state, { ...input, message: { ...message, ballot } });
  };
}

/** Comes to another state than the right one, where that one does anything. */
export function becoming(change: (after: State, before: State, input: Input) => State): Stepper {
  return (state, input) => {
    const [after, effects] = right(state, input);
    return [after === state ? after : change(after, state, input), effects];
  };
}

export function doing(
  change: (effects: readonly Effect[], input: Input, after: State) => readonly Effect[],
): Stepper {
  return (state, input) => {
    const [after, effects] = right(state, input);
    return [after, change(effects, input, after)];
  };
}

export function addressing(to: (input: Input) => Address): Stepper {
  return doing((effects, input) => effects.map((effect) => ({ ...effect, to: to(input) })));
}

/** Does nothing where the rule says so. */
export function deafWhere(rule: (state: State, input: Input) => boolean): Stepper {
  return (state, input) => (rule(state, input) ? [state, []] : right(state, input));
}

/** Forgets, for the length of a step, that it learned; and then knows again what it had learned. */
export function listeningWhere(rule: (learned: Ballot, voted: Ballot) => boolean): Stepper {
  return (state, input) => {
    const { learned } = state;
    const { ballot, value } = input.message;
    if (learned === null || learned.value !== value || !rule(learned.ballot, ballot))
      return right(state, input);
    const [after, effects] = right({ ...state, learned: null }, input);
    if (after.learned !== null) throw Object.assign(new Error('two values'), { name: 'AgreementViolation' });
    return [{ ...after, learned }, effects];
  };
}

export const tally = (change: (tally: Tally<string>) => Tally<string>): Stepper =>
  becoming((after) => ({ ...after, tallies: after.tallies.map(change) }));
