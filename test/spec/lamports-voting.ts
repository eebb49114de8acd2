/**
 * The actions of Voting as formulas about sets, in the words of Lamport's module: a second opinion on what the chapter's machine
 * allows.
 */
import { type Ballot, compareBallots } from '#spec/14-the-synod/ballot.js';
import type { Election } from '#spec/15-why-it-is-right/election.js';
import type { Voting } from '#spec/15-why-it-is-right/voting.js';

/** What a step of Voting is; undefined where it is none. */
export function lamportsAction(
  before: Voting,
  after: Voting,
  { acceptors, values, ballots, quorums }: Election,
): 'IncreaseMaxBal' | 'VoteFor' | undefined {
  const numbered = [...ballots].sort(compareBallots);
  const numberOf = (ballot: Ballot | null): number =>
    ballot === null ? -1 : numbered.findIndex((other) => compareBallots(ballot, other) === 0);
  const inNumbers = ({ votes, promised }: Voting): Numbered => ({
    votes: new Set(votes.map(({ acceptor, ballot, value }) => `${acceptor} ${numberOf(ballot)} ${value}`)),
    maxBal: Object.fromEntries(acceptors.map((acceptor) => [acceptor, numberOf(promised[acceptor]!)])),
  });
  const was = inNumbers(before);
  const is = inNumbers(after);
  const votedFor = (a: string, b: number, v: string): boolean => was.votes.has(`${a} ${b} ${v}`);
  const didNotVoteAt = (a: string, b: number): boolean => values.every((v) => !votedFor(a, b, v));
  const showsSafeAt = (quorum: readonly string[], b: number, v: string): boolean =>
    quorum.every((a) => was.maxBal[a]! >= b) &&
    range(-1, b - 1).some(
      (c) =>
        (c === -1 || quorum.some((a) => votedFor(a, c, v))) &&
        range(c + 1, b - 1).every((d) => quorum.every((a) => didNotVoteAt(a, d))),
    );
  const increaseMaxBal = (a: string, b: number): boolean =>
    b > was.maxBal[a]! && isSame(is, { votes: was.votes, maxBal: { ...was.maxBal, [a]: b } });
  const voteFor = (a: string, b: number, v: string): boolean =>
    was.maxBal[a]! <= b &&
    didNotVoteAt(a, b) &&
    acceptors.every((c) => c === a || values.every((w) => w === v || !votedFor(c, b, w))) &&
    quorums.phase1.some((quorum) => showsSafeAt(quorum, b, v)) &&
    isSame(is, {
      votes: new Set([...was.votes, `${a} ${b} ${v}`]),
      maxBal: { ...was.maxBal, [a]: b },
    });
  const all = range(0, numbered.length - 1);
  if (acceptors.some((a) => all.some((b) => increaseMaxBal(a, b)))) return 'IncreaseMaxBal';
  if (acceptors.some((a) => all.some((b) => values.some((v) => voteFor(a, b, v))))) return 'VoteFor';
  return undefined;
}

interface Numbered {
  readonly votes: ReadonlySet<string>;
  readonly maxBal: Readonly<Record<string, number>>;
}

function isSame(one: Numbered, other: Numbered): boolean {
  return (
    one.votes.size === other.votes.size &&
    [...one.votes].every((vote) => other.votes.has(vote)) &&
    Object.entries(one.maxBal).every(([acceptor, ballot]) => other.maxBal[acceptor] === ballot)
  );
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
