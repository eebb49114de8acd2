/** What a role of the single decree refuses: messages that no node of a sound cluster sends. */
import { type Ballot, isAbove } from './ballot.js';
import { InvalidInput, type InvalidReason } from './invalid-input.js';
import type { Message } from './message.js';
import { isNodeId } from './node-id.js';
import { showValue } from './value.js';

/**
 * Asserts that the message is of one of these types, and that its ballots can have been begun: their rounds are whole
 * numbers from 1, their proposers are names, and a promise reports a vote in a lower ballot than its own.
 *
 * @throws InvalidInput
 */
export function assertPossible<Type extends Message<unknown>['type']>(
  message: Extract<Message<unknown>, { readonly type: Type }>,
  ...types: readonly Type[]
): void {
  const { type, ballot, vote } = Object(message) as Partial<Readonly<Record<string, unknown>>>;
  if (!types.includes(type as Type)) refuse('message', `a message of type ${types.join(' or ')}`, message);
  if (type === 'request') return;
  if (!isPossible(ballot)) refuse('ballot', A_BALLOT, message);
  if (type !== 'promise' || vote === null) return;
  const { ballot: reported } = Object(vote) as Partial<Readonly<Record<string, unknown>>>;
  if (!isPossible(reported))
    refuse('ballot', `${A_BALLOT} in the reported vote, or null for no vote`, message);
  if (!isAbove(ballot, reported))
    refuse('ballot', 'a reported vote in a ballot below the promised one', message);
}

const A_BALLOT = 'a ballot with a round that is a whole number from 1, and a node name as its proposer';

function isPossible(ballot: unknown): ballot is Ballot {
  const { round, proposer } = Object(ballot) as Partial<Readonly<Record<string, unknown>>>;
  return Number.isSafeInteger(round) && (round as number) >= 1 && isNodeId(proposer);
}

function refuse(reason: InvalidReason, expected: string, got: unknown): never {
  throw new InvalidInput(reason, {
    expected,
    got: showValue(got),
    likelyCause: 'a node of another version or cluster, or a message that was damaged on its way',
    nextStep: 'drop the message, go on, and find out which node sent it',
  });
}
