/** Learners that count other votes, or as votes of another ballot. */
import { isAbove, sameBallot } from '#src/paxos/ballot.js';
import { isAcceptor } from '#src/paxos/quorum.js';
import type { Mutant } from '../mutant.js';
import { becoming, deafWhere, listeningWhere, mutant, right, taking } from './making.js';

export const counting: readonly Mutant[] = [
  mutant(
    'counts a vote twice',
    'the state after',
    (state, input) => {
      const before = state.tallies.find(({ ballot }) => sameBallot(ballot, input.message.ballot));
      const other = state.quorums.acceptors.find((id) => !before?.voters.includes(id));
      return right(state, before?.voters.includes(input.from) && other ? { ...input, from: other } : input);
    },
    'S16',
  ),
  mutant('counts votes of strangers', 'the state after', (state, input) => {
    const { quorums } = state;
    const [after, effects] = right(
      { ...state, quorums: { ...quorums, acceptors: [...new Set([...quorums.acceptors, input.from])] } },
      input,
    );
    return [{ ...after, quorums }, effects];
  }),
  mutant('takes a stranger’s vote for the first acceptor’s', 'the state after', (state, input) =>
    right(
      state,
      isAcceptor(state.quorums, input.from) ? input : { ...input, from: state.quorums.acceptors[0]! },
    ),
  ),
  mutant(
    'takes ballots of one round for one',
    'the state after',
    taking((a, b) => a.round === b.round),
  ),
  mutant(
    'takes ballots of one proposer for one',
    'the state after',
    taking((a, b) => a.proposer === b.proposer),
  ),
  mutant(
    'takes rounds that are the same in 32 bits for one',
    'throwing BallotViolation',
    taking((a, b) => a.proposer === b.proposer && (a.round | 0) === (b.round | 0)),
  ),
  mutant(
    'takes all rounds from 20 up for one',
    'throwing BallotViolation',
    taking((a, b) => a.proposer === b.proposer && Math.min(a.round, 20) === Math.min(b.round, 20)),
  ),
  mutant(
    'ignores votes below the highest that it counts',
    'the state after',
    deafWhere(({ tallies }, { message }) => tallies.some(({ ballot }) => isAbove(ballot, message.ballot))),
  ),
  mutant(
    'ignores votes above the lowest that it counts',
    'the state after',
    deafWhere(({ tallies }, { message }) => tallies.some(({ ballot }) => isAbove(message.ballot, ballot))),
  ),
  mutant(
    'forgets lower tallies when a higher vote comes',
    'the state after',
    becoming((after, _, { message }) => ({
      ...after,
      tallies: after.tallies.filter(({ ballot }) => !isAbove(message.ballot, ballot)),
    })),
  ),
  mutant(
    'ignores the first acceptor',
    'the state after',
    deafWhere(({ quorums }, { from }) => from === quorums.acceptors[0]),
  ),
  mutant(
    'counts the first vote of an acceptor only',
    'the state after',
    deafWhere(({ tallies }, { from }) => tallies.some(({ voters }) => voters.includes(from))),
  ),
  mutant(
    'takes a late vote of a lower ballot for news, though it learned the value',
    'the state after',
    listeningWhere((learned, voted) => isAbove(learned, voted)),
  ),
  mutant(
    'takes a vote of a higher ballot for news, though it learned the value',
    'the state after',
    listeningWhere((learned, voted) => isAbove(voted, learned)),
  ),
  mutant(
    'takes a vote of the ballot in which it learned for news',
    'the state after',
    listeningWhere(sameBallot),
  ),
  mutant(
    'stops where a value is chosen again in a lower ballot',
    'throwing AgreementViolation',
    (state, input) => {
      const { learned } = state;
      const { ballot, value } = input.message;
      if (learned !== null && learned.value === value && isAbove(learned.ballot, ballot))
        throw Object.assign(new Error('two values'), { name: 'AgreementViolation' });
      return right(state, input);
    },
  ),
  mutant(
    'listens no more once it has learned',
    'the state after',
    deafWhere(({ learned }) => learned !== null),
  ),
  mutant(
    'ignores lower ballots once it has learned',
    'the state after',
    deafWhere(({ learned }, { message }) => learned !== null && isAbove(learned.ballot, message.ballot)),
  ),
  mutant(
    'ignores higher ballots once it has learned',
    'the state after',
    deafWhere(({ learned }, { message }) => learned !== null && isAbove(message.ballot, learned.ballot)),
  ),
  mutant('knows two values apart by their texts only', 'the missing violation', (state, input) => {
    const isKnown = state.learned !== null && String(state.learned.value) === String(input.message.value);
    return isKnown ? [state, []] : right(state, input);
  }),
  mutant('knows a value again by identity only', 'the state after', (state, input) => {
    const { learned, tallies } = state;
    const { value, ballot } = input.message;
    const isKnown =
      learned?.value === value ||
      tallies.some((tally) => sameBallot(tally.ballot, ballot) && tally.value === value);
    const isOther = learned !== null || tallies.some((tally) => sameBallot(tally.ballot, ballot));
    return isOther && !isKnown && learned !== null
      ? [{ ...state, tallies: [...tallies, { ballot, value, voters: [input.from] }] }, []]
      : right(state, input);
  }),
];
