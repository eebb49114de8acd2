/** How mutants of the proposer are made: in what they are like the right one, and what they change. */
import { type Ballot, compareBallots } from '#src/paxos/ballot.js';
import { type Address, persist } from '#src/paxos/effect.js';
import type { PromiseMessage, Received, Vote } from '#src/paxos/message.js';
import type { Preparing, Promised, Proposer, ProposerEffect, ProposerInput } from '#src/paxos/proposer.js';
import type { Quorums } from '#src/paxos/quorum.js';
import type { Kind } from '../../compare.js';
import { production } from '../../tie.js';
import { doingAs, type Mutant, mutantOf } from '../mutant.js';

export type State = Proposer<string>;
export type Input = ProposerInput<string>;
export type Effect = ProposerEffect<string>;
export type Sent = Extract<Effect, { type: 'send' }>;
export type Stepper = typeof production.proposer;

export const right = production.proposer;

export function mutant(name: string, told: Kind, step: Stepper, row?: string): Mutant {
  return mutantOf('proposer', name, told, step, row);
}

export type Told = Received<PromiseMessage<string>>;

export function isPromise(input: Input): input is Told {
  return input.type === 'message' && input.message.type === 'promise';
}

/** Takes another promise in the place of the one that it is told. */
export function hearing(change: (input: Told, state: State) => Told): Stepper {
  return (state, input) => right(state, isPromise(input) ? change(input, state) : input);
}

/** Proposes by a rule of its own, from all promises in the order of the acceptors' names; its own value where that finds none. */
export function proposing(
  rule: (promises: readonly Promised<string>[], state: Preparing<string>) => string | undefined,
): Stepper {
  return (state, input) => {
    const [after, effects] = right(state, input);
    if (state.phase !== 'preparing' || after.phase !== 'accepting' || !isPromise(input))
      return [after, effects];
    const promises = [...state.promises, { acceptor: input.from, vote: input.message.vote }].sort((a, b) =>
      a.acceptor < b.acceptor ? -1 : 1,
    );
    const value = rule(promises, state) ?? state.request.value;
    return [
      after,
      effects.map((effect) =>
        effect.type === 'send' && effect.message.type === 'accept'
          ? { ...effect, message: { ...effect.message, value } }
          : effect,
      ),
    ];
  };
}

export function votesOf(promises: readonly Promised<string>[]): readonly Vote<string>[] {
  return promises.flatMap(({ vote }) => (vote === null ? [] : [vote]));
}

/** Follows the vote that is the highest by another order of ballots. */
export function following(compare: (a: Ballot, b: Ballot) => number): Stepper {
  return proposing((promises) => votesOf(promises).toSorted((a, b) => compare(b.ballot, a.ballot))[0]?.value);
}

export function roundsAs(view: (round: number) => number): Stepper {
  return following(
    (a, b) => view(a.round) - view(b.round) || compareBallots({ ...a, round: 1 }, { ...b, round: 1 }),
  );
}

/** Counts to another size than that of phase 1. */
export function countingTo(size: (quorums: Quorums) => number): Stepper {
  return (state, input) => {
    const { quorums } = state;
    const [after, effects] = right({ ...state, quorums: { ...quorums, phase1: size(quorums) } }, input);
    return [{ ...after, quorums }, effects];
  };
}

export const doing = doingAs<State, Input, Effect>(right);

export function recording(change: (round: number, after: State) => readonly unknown[]): Stepper {
  return doing((effects, _, after) =>
    effects.flatMap((effect): readonly Effect[] =>
      effect.type === 'persist' ? (change(effect.record.round, after).map(persist) as Effect[]) : [effect],
    ),
  );
}

export function sending(
  type: Sent['message']['type'],
  change: (sent: Sent, input: Input, before: State) => readonly Sent[],
): Stepper {
  return doing((effects, input, _, before) =>
    effects.flatMap((effect): readonly Effect[] =>
      effect.type === 'send' && effect.message.type === type ? change(effect, input, before) : [effect],
    ),
  );
}

export function addressing(
  type: Sent['message']['type'],
  to: (state: State, input: Input) => Address,
): Stepper {
  return sending(type, (sent, input, before) => [{ ...sent, to: to(before, input) }]);
}

export function timing(change: (timer: Extract<Effect, { type: 'setTimer' }>) => readonly Effect[]): Stepper {
  return doing((effects) =>
    effects.flatMap((effect): readonly Effect[] => (effect.type === 'setTimer' ? change(effect) : [effect])),
  );
}

/** Does nothing where the rule says so. */
export function idleWhere(rule: (state: State, input: Input) => boolean): Stepper {
  return (state, input) => (rule(state, input) ? [state, []] : right(state, input));
}

/** Comes to another state than the right one, where that one does anything. */
export function becoming(change: (after: State, before: State) => State): Stepper {
  return (state, input) => {
    const [after, effects] = right(state, input);
    return [after === state ? after : change(after, state), effects];
  };
}

export const withoutVote = (input: Told): Told => ({ ...input, message: { ...input.message, vote: null } });

export const ownBallot = ({ round, id }: State): Ballot => ({ round, proposer: id });
