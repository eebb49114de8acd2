/** Commands as they are proposed: as every member will have them, and not larger than the cluster allows (duty 2 of src/paxos/README.md). */

import { repacked } from '../encoding/pack.js';
import { DEPTH_MAX, isPlainValue } from '../encoding/plain-value.js';
import { InvalidInput } from '../paxos/invalid-input.js';
import { assertValueSize } from '../paxos/size.js';
import { showValue } from '../paxos/value.js';

/**
 * A copy of the command as it comes out of a message: what the codec changes, it changes before it is proposed.
 *
 * @throws InvalidInput where it is no plain data, or too large.
 */
export function canonical<Command>(command: Command, valueBytesMax: number): Command {
  if (!isPlainValue(command))
    throw new InvalidInput('value', {
      expected: `a command of plain data, at most ${DEPTH_MAX} levels deep`,
      got: showValue(command).slice(0, 200),
      likelyCause: 'a date, a map, a function or an instance of a class in it',
      nextStep: 'propose null, booleans, numbers, texts, bytes, and arrays and objects of them',
    });
  const { copy, bytes } = repacked(command);
  assertValueSize(bytes, valueBytesMax);
  return copy;
}
