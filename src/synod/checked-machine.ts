/**
 * A state machine that is watched: what it returns has to be a state and an answer, and in development each command is applied
 * twice, to a state that cannot be changed.
 *
 * That finds most machines that would not come to the same on every member: those that look at a clock, at chance or at a counter of
 * their own, those that change a state in place, and those that answer what cannot be sent.
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
        'and return [state, answer], both of plain data.',
    );
  }
}

/** @param isRepeated whether each command is applied twice; that takes more than twice the time */
export function checkedMachine<Command, State, Answer>(
  { start, apply }: Machine<Command, State, Answer>,
  isRepeated: boolean,
): Machine<Command, State, Answer> {
  const paired = (state: State, command: Command) => asPair(apply(state, command));
  if (!isRepeated) return { start, apply: paired };
  return {
    start: frozen(start),
    apply: (state, command) => {
      const given = [frozen(state), frozen(command)] as const;
      const [first, second] = [paired(...given), paired(...given)];
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

/** Whether machines are checked where nothing is said: everywhere but in production. */
export function isDevelopment(): boolean {
  return process.env.NODE_ENV !== 'production';
}

/** What `apply` has returned, where it is a state and an answer. Programs in JavaScript return other things, too. */
function asPair<State, Answer>(returned: readonly [State, Answer]): readonly [State, Answer] {
  if (Array.isArray(returned) && returned.length === 2) return returned;
  throw new MachineFault('an array of two, the next state and the answer, from `apply`', showValue(returned));
}

/** The value, with nothing in it that can be changed; bytes cannot be frozen. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value))
    return value;
  Object.freeze(value);
  for (const item of Object.values(value)) frozen(item);
  return value;
}
