/** The same finite system as a TLA+ module, with a configuration for TLC. */

import { ModelError } from '../data/model-error.js';
import type { Property } from '../system/property.js';
import type { AnySystem } from '../system/system.js';
import { type ExportOptions, explored } from './explored.js';
import { moduleText } from './tla-module.js';
import { moduleName } from './tla-names.js';

/** A module and its configuration, each the text of a file. */
export interface TlaModule {
  /** The module's name, which its file must have: `TheSynod.tla`, and `TheSynod.cfg` for the configuration. */
  readonly name: string;
  readonly module: string;
  readonly config: string;
  /** Distinct states, as TLC is to report them. */
  readonly states: number;
}

/**
 * Writes a system as a TLA+ module. It is explored first: what is written are the participants' steps as they were reached, as
 * tables; local states and messages are records. TLC finds as many distinct states as `explore` does. The properties are
 * predicates in TypeScript, which cannot be written: they are named in a comment. The module's own invariant says that nobody
 * gets into a local state that the exploration did not reach.
 *
 * @throws ModelError where the system has partitions, bounds (`within`) or ranked numbers, which the module could not say; or
 * cannot be explored, or not within `maxStates`.
 *
 * @example
 * const { name, module, config } = await tlaModule(lamps, []);
 * module.includes(`MODULE ${name}`); // → true
 * config.includes('SPECIFICATION'); // → true
 */
export async function tlaModule(
  system: AnySystem,
  properties: readonly Pick<Property<never>, 'name' | 'kind'>[],
  options: ExportOptions = {},
): Promise<TlaModule> {
  refuse(system);
  const search = await explored(
    system,
    options,
    'only a whole system is exported; raise the limit if you know that there is an end, or bound what grows',
  );
  const name = moduleName(system.name);
  return { name, module: moduleText(name, search, properties), config: CONFIG, states: search.rows.count };
}

const CONFIG = `\\* null and undefined, which differ from every other value.
CONSTANTS
  Null = Null
  Undefined = Undefined
SPECIFICATION Spec
INVARIANT OnlyReached
\\* A run may end: that is no error of the system.
CHECK_DEADLOCK FALSE
`;

function refuse({ name, faults, within, ranked, dead }: AnySystem): void {
  const because = (what: string, instead: string): never => {
    throw new ModelError(`system ${name} cannot be written as a TLA+ module: ${what}; ${instead}`);
  };
  if (faults.partitions !== undefined)
    because('partitions of the network are not written', 'leave them out, or let messages be lost');
  if (within !== undefined)
    because("'within' is a predicate in TypeScript", 'make the system finite without it');
  if (ranked.length > 0)
    because("states with 'ranked' numbers stand for others", 'bound the numbers, and leave out ranked');
  if (Object.keys(dead).length > 0)
    because(
      "'dead' is a predicate in TypeScript",
      'leave it out: the states are more, and otherwise the same',
    );
}
