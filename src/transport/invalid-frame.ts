/** What came over a connection and is no frame of this format: the connection is closed, and the node goes on. */
import { type Account, accountInWords } from '../paxos/violation.js';

export class InvalidFrame extends Error {
  override readonly name = 'InvalidFrame';

  constructor({ expected, got }: Pick<Account, 'expected' | 'got'>) {
    super(
      accountInWords({
        expected,
        got,
        likelyCause: 'another program, a node of another version, or bytes that were damaged on their way',
        nextStep: 'the connection is closed; find out who opened it',
      }),
    );
  }
}
