/** The machines that a system is made of. */
import type { AnyStateMachine } from 'xstate';
import { isMachineProcess } from '../participant/machine.js';
import type { AnyRole } from './role.js';
import type { AnySystem } from './system.js';

/**
 * The machines of a system's roles, by role; roles that are step functions have none.
 *
 * @example
 * machinesOf(lamps).lamp === lamp; // → true
 */
export function machinesOf({ roles }: AnySystem): Readonly<Record<string, AnyStateMachine>> {
  const entries = Object.entries(roles as Record<string, AnyRole>).flatMap(
    ([name, { process, instances }]) => {
      const first = process(instances[0]!);
      return isMachineProcess(first) ? [[name, first.machine] as const] : [];
    },
  );
  return Object.fromEntries(entries);
}
