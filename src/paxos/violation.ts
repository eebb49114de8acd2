/** What must never be. A node that meets it stops: it is better silent than wrong. */
import { type Ballot, showBallot } from './ballot.js';
import type { Vote } from './message.js';
import { sameValue, showValue } from './value.js';

/** An account of what is wrong, for the person who has to find out why. */
export interface Account {
  readonly expected: string;
  readonly got: string;
  readonly likelyCause: string;
  readonly nextStep: string;
}

/** The protocol's own guarantees do not hold. No input of a sound cluster leads here. */
export class ProtocolViolation extends Error {
  override readonly name: string = 'ProtocolViolation';

  constructor(readonly account: Account) {
    super(accountInWords(account));
  }
}

/** The account as an error's message has it. */
export function accountInWords({ expected, got, likelyCause, nextStep }: Account): string {
  return `expected ${expected}; got ${got}. Likely cause: ${likelyCause}. Next step: ${nextStep}.`;
}

/** Two values were chosen. */
export class AgreementViolation extends ProtocolViolation {
  override readonly name = 'AgreementViolation';

  constructor(
    readonly learned: Vote<unknown>,
    readonly second: Vote<unknown>,
  ) {
    super({
      expected: `no value but ${show(learned)}, since it was learned`,
      got: `a quorum of votes for ${show(second)}`,
      likelyCause:
        'an acceptor that lost its promise or its vote (a wiped or restored disk), two nodes under one name, or ' +
        'nodes that disagree on who the acceptors are',
      nextStep: 'stop the cluster, keep every disk, and compare the acceptors’ records with the two ballots',
    });
  }
}

/** One ballot has two values. */
export class BallotViolation extends ProtocolViolation {
  override readonly name = 'BallotViolation';

  constructor(
    readonly first: Vote<unknown>,
    readonly second: Vote<unknown>,
  ) {
    super({
      expected: `one value in ballot ${showBallot(first.ballot)}, ${show(first)}`,
      got: show(second),
      likelyCause: `a proposer that used a round again (its disk wiped or restored), or two nodes named ${first.ballot.proposer}`,
      nextStep: `stop the proposer ${first.ballot.proposer} and compare its record with the acceptors’`,
    });
  }
}

/** A ballot of this node's own that it does not know of: it has forgotten a round that it used, and might use it again. */
export class RoundViolation extends ProtocolViolation {
  override readonly name = 'RoundViolation';

  constructor(
    readonly ballot: Ballot,
    readonly last: number,
  ) {
    super({
      expected: `no ballot of ${ballot.proposer} above round ${last}, the last that it used`,
      got: showBallot(ballot),
      likelyCause: 'a disk that was restored from an older copy, or two nodes under one name',
      nextStep: `stop ${ballot.proposer}, and replace it by a new member`,
    });
  }
}

/** A durable record that no role can have written. */
export class RecordViolation extends ProtocolViolation {
  override readonly name = 'RecordViolation';

  constructor(expected: string, got: string) {
    super({
      expected,
      got,
      likelyCause:
        'a damaged disk, a record that was not written in one piece, or one of another node or version',
      nextStep: 'do not start this node from this record; replace the node by a new member',
    });
  }
}

/** A proposer has used the last round that can be told from the next. */
export class RoundsExhausted extends ProtocolViolation {
  override readonly name = 'RoundsExhausted';

  constructor(readonly last: Ballot) {
    super({
      expected: `a last round below ${Number.MAX_SAFE_INTEGER}, so that there is a next one`,
      got: `ballot ${showBallot(last)}`,
      likelyCause:
        'a damaged record: with a million rounds a second, a proposer would take 285 years to come here',
      nextStep: `stop the proposer ${last.proposer} and replace it by one with another name`,
    });
  }
}

/**
 * The round after that of a ballot.
 *
 * @throws RoundsExhausted where it would not be a safe integer, and two rounds could no longer be told apart.
 */
export function roundAfter(last: Ballot): number {
  if (last.round >= Number.MAX_SAFE_INTEGER) throw new RoundsExhausted(last);
  return last.round + 1;
}

/**
 * Asserts that two votes of one ballot, by whomever, are for one value.
 *
 * @throws BallotViolation
 */
export function assertOneValue(first: Vote<unknown>, second: Vote<unknown>): void {
  if (!sameValue(first.value, second.value)) throw new BallotViolation(first, second);
}

function show({ ballot, value }: { readonly ballot: Ballot; readonly value: unknown }): string {
  return `${showValue(value)} in ballot ${showBallot(ballot)}`;
}
