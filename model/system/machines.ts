/** The machines that a system is made of. */
import type { AnyStateMachine } from 'xstate';
import { isMachineProcess } from '../participant/machine.js';
import type { AnyRole } from './role.js';
import type { AnySystem } from './system.js';

/**
 * The machines of a system's roles, by role, and of a composed role by part; what is a step function has none.
 *
 * @example
 * machinesOf(lamps).lamp === lamp; // → true
 */
export function machinesOf({ roles }: AnySystem): Readonly<Record<string, AnyStateMachine>> {
  const entries = Object.entries(roles as Record<string, AnyRole>).flatMap(
    ([name, { process, instances }]) => {
      const first = process(instances[0]!);
      return Object.entries(first.composed?.parts ?? { [name]: first });
    },
  );
  return Object.fromEntries(
    entries.flatMap(([name, one]) => (isMachineProcess(one) ? [[name, one.machine]] : [])),
  );
}
