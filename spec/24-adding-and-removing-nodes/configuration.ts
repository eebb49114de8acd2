/** Configurations: who the members are, slot by slot. A change is a decree, and governs from α slots after its own. */
import type { Value } from '../14-the-synod/messages.js';
import { majorities, type Quorum } from '../14-the-synod/quorum.js';
import type { Decree, Slot } from '../16-the-parliament/messages.js';

/** The members, as a decree has them: `{n1,n2,n3}`. */
export type Configuration = Value;

export function configurationOf(members: readonly string[]): Configuration {
  return `{${members.join(',')}}`;
}

/** Whether the value says who the members are to be. */
export function isChange(value: Value): boolean {
  return value.startsWith('{');
}

export function membersOf(configuration: Configuration): readonly string[] {
  return configuration.slice(1, -1).split(',');
}

/** The quorums of the configuration, of either phase: its majorities. */
export function quorumsOf(configuration: Configuration): readonly Quorum[] {
  return majorities(membersOf(configuration));
}

/** A configuration, and the slot from which it governs until the next one does. */
export interface Governing {
  readonly from: Slot;
  readonly configuration: Configuration;
}

// #region known
/** What somebody knows of the log, as far as it says who governs. */
export interface Known {
  /** It knows what is decided in every slot up to this one. */
  readonly through: Slot;
  /** Who governs the slots after that one, as far as the decrees up to it say; by slot. */
  readonly configurations: readonly Governing[];
  /** What it knows to be decided past a hole, by slot. */
  readonly beyond: readonly Decree[];
}

/** The configuration of a slot: the last one that begins there or before. */
export function configurationAt(
  slot: Slot,
  { configurations }: Pick<Known, 'configurations'>,
): Configuration {
  return configurations.findLast(({ from }) => from <= slot)!.configuration;
}

/** What it knows with one decree more; each that follows without a hole may say who governs α slots later. */
export function withDecided(known: Known, decree: Decree, alpha: number): Known {
  const beyond = [...known.beyond, decree].sort((one, other) => one.slot - other.slot);
  const [next, ...rest] = beyond;
  if (next!.slot !== known.through + 1) return { ...known, beyond };
  const change = { from: next!.slot + alpha, configuration: next!.value };
  const after = {
    through: next!.slot,
    configurations: prunedAfter(next!.slot, [
      ...known.configurations,
      ...(isChange(next!.value) ? [change] : []),
    ]),
    beyond: [],
  };
  return rest.reduce((all, decree) => withDecided(all, decree, alpha), after as Known);
}

/** Without those that govern no slot after this one any more. */
function prunedAfter(slot: Slot, configurations: readonly Governing[]): readonly Governing[] {
  return configurations.slice(configurations.findLastIndex(({ from }) => from <= slot + 1));
}
// #endregion
