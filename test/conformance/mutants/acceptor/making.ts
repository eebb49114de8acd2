/** How mutants of the acceptor are made: in what they are like the right one, and what they change. */
import type { Acceptor, AcceptorEffect, AcceptorInput } from '#src/paxos/acceptor.js';
import { type Ballot, compareBallots } from '#src/paxos/ballot.js';
import { type Address, persist } from '#src/paxos/effect.js';
import type { Kind } from '../../compare.js';
import { production } from '../../tie.js';
import { doingAs, type Mutant, mutantOf } from '../mutant.js';

export type State = Acceptor<string>;
export type Input = AcceptorInput<string>;
export type Effect = AcceptorEffect<string>;
export type Stepper = typeof production.acceptor;

export const right = production.acceptor;

export function mutant(name: string, told: Kind, step: Stepper, row?: string): Mutant {
  return mutantOf('acceptor', name, told, step, row);
}

/** Does what the right one would do, where it agrees to the ballot by a rule of its own; nothing where it does not. */
export function agreeing(rule: (promised: Ballot | null, message: Input['message']) => boolean): Stepper {
  return (state, input) =>
    rule(state.promised, input.message) ? right({ ...state, promised: null }, input) : [state, []];
}

/** Agrees to ballots by another order of theirs. */
export function ordering(compare: (a: Ballot, b: Ballot) => number): Stepper {
  return agreeing((promised, { type, ballot }) => {
    const order = promised === null ? 1 : compare(ballot, promised);
    return type === 'prepare' ? order > 0 : order >= 0;
  });
}

/** Ballots whose rounds are looked at through a function. */
export function roundsAs(view: (round: number) => number): Stepper {
  const viewed = ({ round, proposer }: Ballot): Ballot => ({ round: view(round), proposer });
  return ordering((a, b) => compareBallots(viewed(a), viewed(b)));
}

export const doing = doingAs<State, Input, Effect>(right);

export function recording(change: (record: State, before: State) => readonly State[]): Stepper {
  return doing((effects, _, __, before) =>
    effects.flatMap((effect): readonly Effect[] =>
      effect.type === 'persist' ? change(effect.record, before).map(persist) : [effect],
    ),
  );
}

export type Sent = Extract<Effect, { type: 'send' }>;

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
  to: (input: Input, sent: Sent) => Address,
): Stepper {
  return sending(type, (sent, input) => [{ ...sent, to: to(input, sent) }]);
}

/** Comes to another state than the right one, and persists that one. */
export function becoming(change: (after: State, before: State, input: Input) => State): Stepper {
  return (state, input) => {
    const [after, effects] = right(state, input);
    if (effects.length === 0) return [after, effects];
    const other = change(after, state, input);
    return [other, effects.map((effect) => (effect.type === 'persist' ? persist(other) : effect))];
  };
}

export const nothing: State = { promised: null, vote: null };
