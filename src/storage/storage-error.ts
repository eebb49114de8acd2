/** Why a store is not opened, or takes no more writes: a node without a store it can trust takes no part. */
import { type Account, accountInWords } from '../paxos/violation.js';

/** What is wrong, for programs; the account is for people. */
export type StorageReason =
  /** Nothing has been initialised there. */
  | 'empty'
  /** There is a store already where a new one was to be made. */
  | 'occupied'
  /** Another process has it open. */
  | 'locked'
  /** It belongs to another cluster, another member, or another incarnation of the member. */
  | 'foreign'
  /** It is written in a format that this version does not know. */
  | 'format'
  /** A record is not as it was written. */
  | 'damaged'
  /** Records are missing that were acknowledged, or deleted records are back. */
  | 'incomplete'
  /** The database itself cannot be opened or read. */
  | 'unreadable'
  /** A write has failed, and what came of it is not known. */
  | 'latched';

export class StorageError extends Error {
  override readonly name = 'StorageError';

  constructor(
    readonly reason: StorageReason,
    readonly account: Account,
    cause?: unknown,
  ) {
    super(accountInWords(account), { cause });
  }
}

/** The error of a store whose database gives up. */
export function unreadable(error: unknown): StorageError {
  return new StorageError(
    'unreadable',
    {
      expected: 'a database that can be opened and read to its end',
      got: `its error ${String(error instanceof Error && error.cause ? error.cause : error)}`,
      likelyCause: 'a damaged or missing file',
      nextStep: 'replace this node by a new member, and check the disk',
    },
    error,
  );
}
