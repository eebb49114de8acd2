/** Inputs that no sound caller and no sound member gives. They are refused, nothing has changed, and the node goes on. */
import { type Account, accountInWords } from './violation.js';

/** What is wrong with an input, for programs; the account is for people. */
export type InvalidReason =
  /** A message of a type that the role does not take. */
  | 'message'
  /** The sender is no member, or not in the part or the incarnation that its message needs. */
  | 'stranger'
  /** A ballot that its proposer cannot have made. */
  | 'ballot'
  /** A slot that is none, or a row of slots that cannot be. */
  | 'slot'
  /** Another configuration than the one that governs the slot. */
  | 'configuration'
  /** A decree, a request or a grant that cannot be. */
  | 'value'
  /** Nothing that is acknowledged is under way. */
  | 'acknowledgement'
  /** A time that runs backwards. */
  | 'time';

export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';

  constructor(
    readonly reason: InvalidReason,
    readonly account: Account,
  ) {
    super(accountInWords(account));
  }
}

/**
 * Asserts what has to hold of an input.
 *
 * @param complaint made only where it does not hold: most of what is given is as it has to be
 * @throws InvalidInput where it does not.
 */
export function expect(
  holds: boolean,
  reason: InvalidReason,
  complaint: () => Omit<Account, 'nextStep'>,
): void {
  if (holds) return;
  throw new InvalidInput(reason, {
    ...complaint(),
    nextStep: 'nothing was changed; find out who gave it, and go on',
  });
}
