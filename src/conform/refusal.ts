/** What is said of a step that the book does not allow. */

export interface Account {
  /** The rule that the step breaks, in words. */
  readonly rule: string;
  readonly expected: string;
  readonly got: string;
  /** The steps of that kind that are allowed, nearest first. */
  readonly nearest?: readonly string[];
}

/** A step is not allowed. */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed';

  constructor(readonly account: Account) {
    super(`${account.rule}: expected ${account.expected}, got ${account.got}`);
  }
}

/** The files are no traces that can be looked at: nothing is said about the nodes. */
export class InvalidTrace extends Error {
  override readonly name = 'InvalidTrace';
}
