/** The largest command that a cluster takes (duty 2 of src/paxos/README.md): a larger one would be refused by every other member. */
import { InvalidInput } from '../paxos/invalid-input.js';
import type { ClusterLimits } from '../paxos/limits.js';
import type { Transport } from './ports.js';

/** @throws InvalidInput where the command is too large for the messages that will carry it. */
export function assertCanBeSent(
  command: unknown,
  transport: Pick<Transport<never>, 'bytesOf'>,
  { valueBytesMax }: ClusterLimits,
): void {
  const bytes = transport.bytesOf?.(command);
  if (bytes !== undefined) assertValueSize(bytes, valueBytesMax);
}

/** @throws InvalidInput where a command of so many bytes is too large. */
export function assertValueSize(bytes: number, valueBytesMax: number): void {
  if (bytes <= valueBytesMax) return;
  throw new InvalidInput('value', {
    expected: `a command of at most ${valueBytesMax} bytes`,
    got: `one of ${bytes}`,
    likelyCause: 'data that belongs elsewhere, with its name in the command',
    nextStep: 'propose less at once; valueBytesMax is fixed when the cluster is founded',
  });
}
