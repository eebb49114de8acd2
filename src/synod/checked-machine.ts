/**
 * A state machine that is watched: each command is applied twice, to a state that cannot be changed.
 *
 * It finds most machines that would not come to the same on every member: those that look at a clock, at chance or at a counter of their own,
 * those that change a state in place, and those that answer what cannot be sent.
 */

import { isPlainValue } from '../encoding/plain-value.js';
import type { Machine } from '../paxos/machine.js';
import { sameValue, showValue } from '../paxos/value.js';

/** The machine breaks its contract: the members would come to different states. */
export class MachineFault extends Error {
  override readonly name = 'MachineFault';

  constructor(expected: string, got: string) {
    super(
      `expected ${expected}; got ${got.slice(0, 500)}. Mend the machine's \`apply\`: it may look at its arguments only, change neither, ` +
        'and answer plain data.',
    );
  }
}

export function checkedMachine<Command, State, Answer>(
  machine: Machine<Command, State, Answer>,
): Machine<Command, State, Answer> {
  return {
    start: frozen(machine.start),
    apply: (state, command) => {
      const given = [frozen(state), frozen(command)] as const;
      const [first, second] = [machine.apply(...given), machine.apply(...given)];
      if (!isPlainValue([...first]))
        throw new MachineFault('a state and an answer of plain data', showValue(first));
      if (!sameValue([...first], [...second]))
        throw new MachineFault(
          `${showValue(first)}, as at the first time`,
          `${showValue(second)} at the second`,
        );
      return frozen(first);
    },
  };
}

/** The value, with nothing in it that can be changed; bytes cannot be frozen. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value))
    return value;
  Object.freeze(value);
  for (const item of Object.values(value)) frozen(item);
  return value;
}
