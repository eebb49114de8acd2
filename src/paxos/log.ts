/**
 * The log: what is decided, slot by slot.
 *
 * Decisions are learned in any order. Those without a hole below them are the *decided prefix*: only they are executed, and
 * only they tell who the members are.
 */
import { type Configuration, followed, type Governing, governing, pruned } from './configuration.js';
import type { ConfigurationDecree, Decree } from './decree.js';
import { type Persist, persist, type Step } from './effect.js';
import type { DecidedSlot } from './log-message.js';
import { type Slot, slot } from './slot.js';
import { SlotViolation } from './slot-violation.js';
import { sameValue } from './value.js';

export interface Log<Command> {
  /** How many slots after the decided prefix may be voted in; the same on every member, for ever. */
  readonly alpha: number;
  /** The decrees through this slot were left out, since a snapshot stands for them; 0 where none was. */
  readonly base: number;
  /** The decrees of the slots after `base`, without a hole. */
  readonly decrees: readonly Decree<Command>[];
  /** What is known above the first hole, by slot: at most α slots after the prefix, and never the slot right after it. */
  readonly beyond: readonly DecidedSlot<Command>[];
  /** The configurations of all slots after `base`, as far as the prefix tells, by their first slot; at least one. */
  readonly configurations: readonly Governing[];
}

/** A decision, as it is kept. */
export interface DecidedRecord<Command> extends DecidedSlot<Command> {
  readonly type: 'decided';
}

export interface LogOptions {
  readonly alpha: number;
  /** The first configuration; of a member that is added later, the one that has added it. */
  readonly configuration: Configuration;
  /** The slot from which it governs; 1 where it is left out. */
  readonly from?: Slot;
}

/**
 * A log in which nothing is decided.
 *
 * @throws RangeError where α is not a whole number from 1.
 */
export function startLog<Command>({ alpha, configuration, from = slot(1) }: LogOptions): Log<Command> {
  if (!Number.isSafeInteger(alpha) || alpha < 1)
    throw new RangeError(`expected α to be a whole number from 1, got ${alpha}; use the cluster's α`);
  return {
    alpha,
    base: 0,
    decrees: [],
    beyond: [],
    configurations: [{ from, configuration }],
  };
}

/** The last slot of the decided prefix, 0 where it is empty. */
export function decidedThrough({ base, decrees }: Log<unknown>): number {
  return base + decrees.length;
}

/** The first slot that is not known to be decided. */
export function firstOpen(log: Log<unknown>): Slot {
  return slot(decidedThrough(log) + 1);
}

/** Whether all decrees through α slots before it are known: then its configuration is known too, and it may be acted in. */
export function isInReach(log: Log<unknown>, at: Slot): boolean {
  return at <= decidedThrough(log) + log.alpha;
}

/** Whether the decree of that slot is known to be decided, kept or not. */
export function isDecided(log: Log<unknown>, at: Slot): boolean {
  return at <= decidedThrough(log) || log.beyond.some((other) => other.slot === at);
}

/** The decree that the slot is known to hold; undefined where none is known, or where a snapshot stands for it. */
export function decreeAt<Command>(log: Log<Command>, at: Slot): Decree<Command> | undefined {
  return log.decrees[at - log.base - 1] ?? log.beyond.find((other) => other.slot === at)?.value;
}

/** The configuration that governs a slot in reach. */
export function configurationAt({ configurations }: Log<unknown>, at: Slot): Configuration {
  return governing(configurations, at);
}

/** Whether the configuration of the first open slot is known: a new member knows only the one that has added it, which may govern later. */
export function knowsGoverning(log: Log<unknown>): boolean {
  return openConfigurations(log)[0]!.from <= firstOpen(log);
}

/** The configurations of the open slots, as far as the prefix tells: those of the members that there are, or will be. */
export function openConfigurations(log: Log<unknown>): readonly Governing[] {
  return pruned(log.configurations, decidedThrough(log));
}

/**
 * The log with one more decision in it.
 *
 * A slot out of reach is left out: it will be told again when the log has caught up, and memory stays bounded.
 *
 * @throws SlotViolation where the slot is known to hold another decree.
 */
export function decide<Command>(
  log: Log<Command>,
  decided: DecidedSlot<Command>,
): Step<Log<Command>, Persist<DecidedRecord<Command>>> {
  const known = decreeAt(log, decided.slot);
  if (known !== undefined && !sameValue(known, decided.value))
    throw new SlotViolation(decided.slot, known, decided.value);
  if (isDecided(log, decided.slot) || !isInReach(log, decided.slot)) return [log, []];
  const { slot, value } = decided;
  const beyond = [...log.beyond, { slot, value }].sort((a, b) => a.slot - b.slot);
  return [joined({ ...log, beyond }), [persist({ type: 'decided', slot, value })]];
}

/** The log with all in its prefix that has no hole below it. */
export function joined<Command>(log: Log<Command>): Log<Command> {
  const open = firstOpen(log);
  const gap = log.beyond.findIndex(({ slot }, index) => slot !== open + index);
  const joining = gap === -1 ? log.beyond : log.beyond.slice(0, gap);
  if (joining.length === 0) return log;
  return {
    ...log,
    decrees: [...log.decrees, ...joining.map(({ value }) => value)],
    beyond: log.beyond.slice(joining.length),
    configurations: joining.reduce((before, one) => changed(before, one, log.alpha), log.configurations),
  };
}

/** Whether that change, decided in that slot, governs later ones. It does not where another change came between. */
export function governsLater(log: Log<unknown>, at: Slot, { configuration }: ConfigurationDecree): boolean {
  const later = log.configurations.find(({ from }) => from === at + log.alpha);
  return later !== undefined && sameValue(later.configuration, configuration);
}

/** Two leaders can have made a change from the same configuration. The first that is decided follows it, the other nothing. */
function changed(
  before: readonly Governing[],
  { slot: at, value }: DecidedSlot<unknown>,
  alpha: number,
): readonly Governing[] {
  return value.type === 'configuration'
    ? followed(before, { from: slot(at + alpha), configuration: value.configuration })
    : before;
}
