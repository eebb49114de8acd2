/** A system with parts of its machines overridden by name: a guard that always answers alike, an action that does nothing. */
import type { AnyStateMachine } from 'xstate';
import { ModelError } from '../data/model-error.js';
import { anatomyOf } from '../participant/anatomy.js';
import { isMachineProcess } from '../participant/machine.js';
import type { Process } from '../participant/process.js';
import { machinesOf } from '../system/machines.js';
import type { AnyRole } from '../system/role.js';
import type { AnySystem } from '../system/system.js';
import { changed } from './mutants.js';

/** What is put in the place of a named part of a role's machine: a guard's answer, or nothing in the place of an action. */
export interface Override {
  readonly role: string;
  readonly part: string;
  readonly made: boolean | 'off';
}

/**
 * The same system with parts of its machines overridden; participants are started as before.
 *
 * @throws ModelError where a role, a guard or an action of that name does not exist: it says which there are.
 *
 * @example
 * const reckless = overridden(lamps, [{ role: 'lamp', part: 'works', made: true }]);
 * (await explore(reckless, [], { maxStates: 100 })).complete; // → false
 */
export function overridden(system: AnySystem, overrides: readonly Override[]): AnySystem {
  const roles: Record<string, AnyRole> = { ...system.roles };
  for (const override of overrides) {
    const machine = machinesOf(system)[override.role];
    if (machine === undefined)
      throw new ModelError(
        `there is no role '${override.role}' with a machine to override; expected one of: ${Object.keys(machinesOf(system)).join(', ') || 'none, since step functions have no named parts'}`,
      );
    refuseUnknown(machine, override);
    for (const [name, role] of Object.entries(roles))
      roles[name] = { ...role, process: (id) => replaced(name, role.process(id), override) };
  }
  return { ...system, roles };
}

/** The process with the override in it, if it plays the role, alone or as a part. */
function replaced(name: string, process: Process, override: Override): Process {
  if (process.composed !== undefined)
    return process.composed.withParts((part, partName) => replaced(partName, part, override));
  if (name !== override.role || !isMachineProcess(process)) return process;
  return process.with(withOverride(process.machine, override));
}

function withOverride(machine: AnyStateMachine, { part: name, made }: Override): AnyStateMachine {
  return changed(machine, made === 'off' ? { kind: 'enqueue', name } : { kind: 'guard', name, made });
}

function refuseUnknown(machine: AnyStateMachine, { role, part, made }: Override): void {
  const { guards, actions } = anatomyOf(machine);
  const there = (made === 'off' ? actions : guards).map(({ name }) => name);
  if (there.includes(part)) return;
  const [what, all] = made === 'off' ? ['action', 'actions'] : ['guard', 'guards'];
  throw new ModelError(
    `the machine of role '${role}' has no ${what} '${part}'; its ${all}: ${there.join(', ') || 'none'}`,
  );
}
