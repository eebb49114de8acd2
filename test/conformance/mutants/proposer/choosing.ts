/** Proposers that follow another vote than the highest, or none. */
import { compareBallots } from '#src/paxos/ballot.js';
import { send } from '#src/paxos/effect.js';
import type { Mutant } from '../mutant.js';
import { following, isPromise, mutant, proposing, roundsAs, sending, votesOf } from './making.js';

export const choosing: readonly Mutant[] = [
  mutant(
    'follows the vote of the first acceptor that reports one',
    'the messages sent',
    proposing((promises) => votesOf(promises)[0]?.value),
    'S10',
  ),
  mutant(
    'follows the vote of the last acceptor that reports one',
    'the messages sent',
    proposing((promises) => votesOf(promises).at(-1)?.value),
    'S10',
  ),
  mutant(
    'follows the value reported most often',
    'the messages sent',
    proposing((promises) => {
      const values = votesOf(promises).map(({ value }) => value);
      const count = (value: string) => values.filter((other) => other === value).length;
      return values.toSorted((a, b) => count(b) - count(a))[0];
    }),
    'S10',
  ),
  mutant(
    'follows the lowest vote',
    'the messages sent',
    following((a, b) => compareBallots(b, a)),
  ),
  mutant(
    'looks at its first and its last report only',
    'the messages sent',
    proposing(
      (promises) =>
        votesOf([promises[0]!, promises.at(-1)!]).toSorted((a, b) => compareBallots(b.ballot, a.ballot))[0]
          ?.value,
    ),
  ),
  mutant(
    'looks at the first two reports only',
    'the messages sent',
    proposing(
      (promises) =>
        votesOf(promises.slice(0, 2)).toSorted((a, b) => compareBallots(b.ballot, a.ballot))[0]?.value,
    ),
  ),
  mutant(
    'looks at the last report only',
    'the messages sent',
    proposing((promises) => promises.at(-1)!.vote?.value),
  ),
  mutant(
    'follows a vote that two report, and no other',
    'the messages sent',
    proposing(
      (promises) =>
        votesOf(promises).find((vote, index, votes) =>
          votes.some((other, at) => at !== index && other.value === vote.value),
        )?.value,
    ),
  ),
  mutant(
    'ignores votes in its own earlier ballots',
    'the messages sent',
    proposing(
      (promises, { id }) =>
        votesOf(promises)
          .filter(({ ballot }) => ballot.proposer !== id)
          .toSorted((a, b) => compareBallots(b.ballot, a.ballot))[0]?.value,
    ),
    'S8',
  ),
  mutant(
    'ignores votes in others’ ballots',
    'the messages sent',
    proposing(
      (promises, { id }) =>
        votesOf(promises)
          .filter(({ ballot }) => ballot.proposer === id)
          .toSorted((a, b) => compareBallots(b.ballot, a.ballot))[0]?.value,
    ),
  ),
  mutant(
    'follows votes of the round before its own only',
    'the messages sent',
    proposing(
      (promises, { round }) =>
        votesOf(promises)
          .filter(({ ballot }) => ballot.round >= round - 1)
          .toSorted((a, b) => compareBallots(b.ballot, a.ballot))[0]?.value,
    ),
  ),
  mutant(
    'takes an empty value for none',
    'the messages sent',
    proposing(
      (promises) =>
        votesOf(promises).toSorted((a, b) => compareBallots(b.ballot, a.ballot))[0]?.value || undefined,
    ),
  ),
  mutant(
    'looks at the rounds of votes only, and follows the first of the highest',
    'the messages sent',
    following((a, b) => a.round - b.round),
  ),
  mutant(
    'looks at the names in votes first',
    'the messages sent',
    following((a, b) => compareBallots({ ...a, round: 1 }, { ...b, round: 1 }) || a.round - b.round),
  ),
  mutant(
    'looks at the rounds of votes as 32-bit integers',
    'the messages sent',
    roundsAs((round) => round | 0),
  ),
  mutant(
    'looks at the rounds of votes as unsigned 32-bit integers',
    'the messages sent',
    roundsAs((round) => round >>> 0),
  ),
  mutant(
    'takes all rounds of votes from 20 up for one',
    'the messages sent',
    roundsAs((round) => Math.min(round, 20)),
  ),
  mutant(
    'looks at the rounds of votes as texts',
    'the messages sent',
    following((a, b) =>
      a.round === b.round ? compareBallots(a, b) : String(a.round) < String(b.round) ? -1 : 1,
    ),
  ),
  mutant(
    'proposes in the ballot of the vote that it adopts',
    'the messages sent',
    sending('accept', (sent, input) => [
      isPromise(input) && input.message.vote && sent.message.type === 'accept'
        ? send(sent.to, { ...sent.message, ballot: input.message.vote.ballot })
        : sent,
    ]),
  ),
];
