/** Commands as they are proposed: as every member will have them, and not larger than the cluster allows (duty 2 of src/paxos/README.md). */
import { InvalidInput } from '../paxos/invalid-input.js';
import { showValue } from '../paxos/value.js';
import { pack, unpack } from '../transport/pack.js';
import { DEPTH_MAX, isPlainValue } from '../transport/plain-value.js';

/**
 * A copy of the command as it comes out of a message: what the codec changes, it changes before it is proposed.
 *
 * @throws InvalidInput where it is no plain data, or too large.
 */
export function canonical<Command>(command: Command, valueBytesMax: number): Command {
  if (!isPlainValue(command))
    throw refused(
      `a command of plain data, at most ${DEPTH_MAX} levels deep`,
      showValue(command).slice(0, 200),
      'a date, a map, a function or an instance of a class in it',
      'propose null, booleans, numbers, texts, bytes, and arrays and objects of them',
    );
  const bytes = pack(command);
  if (bytes.length > valueBytesMax)
    throw refused(
      `a command of at most ${valueBytesMax} bytes`,
      `one of ${bytes.length}`,
      'data that belongs elsewhere, with its name in the command',
      'propose less at once; valueBytesMax is fixed when the cluster is founded',
    );
  return unpack(bytes) as Command;
}

function refused(expected: string, got: string, likelyCause: string, nextStep: string): InvalidInput {
  return new InvalidInput('value', { expected, got, likelyCause, nextStep });
}
