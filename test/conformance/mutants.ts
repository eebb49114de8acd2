/**
 * Mutants: the production roles with one rule broken. Each wraps the right function and changes what goes into it or
 * comes out, so that production keeps no door through which its rules could be changed.
 */
import { compareBallots } from '#src/paxos/ballot.js';
import type { ProposerInput } from '#src/paxos/proposer.js';
import { production, type Roles } from './tie.js';

export interface Mutant {
  /** Reads as the subject of a sentence. */
  readonly name: string;
  /** The row of the known mistakes. */
  readonly row: string;
  /** The role that has it. */
  readonly breaks: keyof Roles;
  readonly roles: Roles;
}

const { acceptor, proposer, learner } = production;

export const votesBelowItsPromise: Mutant = {
  name: 'an acceptor that votes below its promise',
  row: 'S5',
  breaks: 'acceptor',
  roles: {
    ...production,
    acceptor: (state, input) =>
      input.message.type === 'accept'
        ? acceptor({ ...state, promised: null }, input)
        : acceptor(state, input),
  },
};

export const promisesItsBallotAgain: Mutant = {
  name: 'an acceptor that promises the same ballot again',
  row: 'S3',
  breaks: 'acceptor',
  roles: {
    ...production,
    acceptor: (state, input) => {
      const again =
        input.message.type === 'prepare' &&
        state.promised !== null &&
        compareBallots(input.message.ballot, state.promised) === 0;
      return acceptor(again ? { ...state, promised: null } : state, input);
    },
  },
};

export const forgetsItsVote: Mutant = {
  name: 'an acceptor that does not persist its vote',
  row: 'S2',
  breaks: 'acceptor',
  roles: {
    ...production,
    acceptor: (state, input) => {
      const [after, effects] = acceptor(state, input);
      const kept = { promised: after.promised, vote: state.vote };
      return [
        after,
        effects.map((effect) => (effect.type === 'persist' ? { ...effect, record: kept } : effect)),
      ];
    },
  },
};

export const sendsBeforeItPersists: Mutant = {
  name: 'an acceptor that sends before it persists',
  row: 'S1',
  breaks: 'acceptor',
  roles: {
    ...production,
    acceptor: (state, input) => {
      const [after, effects] = acceptor(state, input);
      return [after, effects.toReversed()];
    },
  },
};

export const ignoresReportedVotes: Mutant = {
  name: 'a proposer that ignores reported votes',
  row: 'S8',
  breaks: 'proposer',
  roles: { ...production, proposer: (state, input) => proposer(state, withoutVote(input)) },
};

export const adoptsTheFirstReported: Mutant = {
  name: 'a proposer that adopts the first reported vote',
  row: 'S10',
  breaks: 'proposer',
  roles: {
    ...production,
    proposer: (state, input) => {
      const heard = state.phase === 'preparing' && state.promises.some(({ vote }) => vote !== null);
      return proposer(state, heard ? withoutVote(input) : input);
    },
  },
};

export const usesARoundAgain: Mutant = {
  name: 'a proposer that does not persist its round',
  row: 'S13',
  breaks: 'proposer',
  roles: {
    ...production,
    proposer: (state, input) => {
      const [after, effects] = proposer(state, input);
      return [after, effects.filter(({ type }) => type !== 'persist')];
    },
  },
};

export const addsUpBallots: Mutant = {
  name: 'a learner that adds up votes of different ballots',
  row: 'S15',
  breaks: 'learner',
  roles: {
    ...production,
    learner: (state, input) => {
      const { message } = input;
      const { ballot } = state.tallies.find(({ value }) => value === message.value) ?? message;
      return learner(state, { ...input, message: { ...message, ballot } });
    },
  },
};

export const mutants: readonly Mutant[] = [
  votesBelowItsPromise,
  promisesItsBallotAgain,
  forgetsItsVote,
  sendsBeforeItPersists,
  ignoresReportedVotes,
  adoptsTheFirstReported,
  usesARoundAgain,
  addsUpBallots,
];

function withoutVote(input: ProposerInput<string>): ProposerInput<string> {
  if (input.type === 'timeout' || input.message.type !== 'promise') return input;
  return { ...input, message: { ...input.message, vote: null } };
}
