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
  /** Records are missing that were acknowledged, or the whole database is; or deleted records are back. */
  | 'incomplete'
  /** The database itself cannot be opened or read. */
  | 'unreadable'
  /** There is no space on the disk to open it: it may be as sound as ever. */
  | 'full'
  /** The operating system does not let its files be written: it may be as sound as ever. */
  | 'barred'
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

/** The error of a store whose database gives up: for want of space or of permission, or since it is damaged. */
export function unreadable(error: unknown): StorageError {
  const got = `its error ${String(error instanceof Error && error.cause ? error.cause : error)}`;
  if (isNoSpace(error) || (error instanceof Error && isNoSpace(error.cause)))
    return new StorageError(
      'full',
      {
        expected: 'space on the disk for what the database has to write when it is opened',
        got,
        likelyCause: 'a disk that is full',
        nextStep: 'free as much as the store has, and start again; delete nothing of the store itself',
      },
      error,
    );
  if (BARRED.test(got))
    return new StorageError(
      'barred',
      {
        expected: 'a database whose files this process may write',
        got,
        likelyCause: 'a file system that is mounted read-only, or files of another user',
        nextStep:
          'mount it for writing, or start as the user who has made the store; replace nothing before that',
      },
      error,
    );
  return new StorageError(
    'unreadable',
    {
      expected: 'a database that can be opened and read to its end',
      got,
      likelyCause: 'a damaged or missing file',
      nextStep: 'replace this node by a new member, and check the disk',
    },
    error,
  );
}

const BARRED = /Read-only file system|Permission denied|Operation not permitted|EROFS|EACCES|EPERM/;

/** Whether the operating system refuses space or access: no store is at fault. */
export function isOfTheSystem(error: unknown): boolean {
  return !(error instanceof StorageError) && (isNoSpace(error) || BARRED.test(String(error)));
}

/** As the operating system says it. */
export function isNoSpace(error: unknown): boolean {
  return error instanceof Error && /No space left on device|ENOSPC/.test(error.message);
}
