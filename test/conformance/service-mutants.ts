/** Mutants of the function that executes a slot, each with one mistake about clients that retry. */
import { execute } from '#src/paxos/execution.js';
import { openSession } from '#src/paxos/session.js';
import type { Kind } from './compare.js';
import type { Execute } from './service.js';

export interface ServiceMutant {
  /** The row of the known mistakes, where it is one. */
  readonly row?: string;
  /** What it does, as a sentence. */
  readonly name: string;
  /** In what it first differs. */
  readonly told: Kind;
  readonly run: Execute;
}

export const mutants: readonly ServiceMutant[] = [
  {
    row: 'T10',
    name: 'a retry is not recognised',
    told: 'the state after',
    run: (state, decree, ...rest) => execute(forgetting(state, sequenceOf(decree)), decree, ...rest),
  },
  {
    row: 'T15',
    name: 'a retry of the highest number alone is recognised',
    told: 'the state after',
    run: (state, decree, ...rest) => {
      const sequence = sequenceOf(decree);
      const isOvertaken = state.sessions.some(({ answers }) =>
        answers.some((answer) => answer.sequence > sequence),
      );
      return execute(isOvertaken ? forgetting(state, sequence) : state, decree, ...rest);
    },
  },
  {
    row: 'T18',
    name: 'an unknown session is opened',
    told: 'the state after',
    run: (state, decree, ...rest) => {
      const [request] = decree.type === 'batch' ? decree.requests : [];
      const isKnown = state.sessions.some(({ id }) => id === request?.session);
      const sessions =
        request === undefined || isKnown
          ? state.sessions
          : openSession(state.sessions, request.session, rest[1]);
      return execute({ ...state, sessions }, decree, ...rest);
    },
  },
  {
    row: 'T10',
    name: 'what was acknowledged is new again',
    told: 'the state after',
    run: (state, decree, ...rest) => {
      const isOld = state.sessions.some(({ answered }) => answered >= sequenceOf(decree));
      const sessions = state.sessions.map((one) => ({ ...one, answered: isOld ? 0 : one.answered }));
      return execute({ ...state, sessions }, decree, ...rest);
    },
  },
  {
    name: 'nothing is executed',
    told: 'the state after',
    run: (state) => [state, []],
  },
];

type State = Parameters<Execute>[0];
type Decree = Parameters<Execute>[1];

/** The number of the request that is executed; above all others where the decree is not one. */
function sequenceOf(decree: Decree): number {
  return decree.type === 'batch' ? decree.requests[0]!.sequence : Infinity;
}

/** The state in which the answers to requests of that number are forgotten. */
function forgetting(state: State, sequence: number): State {
  const sessions = state.sessions.map((one) => ({
    ...one,
    answers: one.answers.filter((answer) => answer.sequence !== sequence),
  }));
  return { ...state, sessions };
}
