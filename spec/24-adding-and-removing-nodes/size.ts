/** How large an instance is, and what its participants are started with. */
import type { Value } from '../14-the-synod/messages.js';
import type { Timeout } from '../16-the-parliament/leader.js';
import { learnerOf } from '../16-the-parliament/learner.js';
import type { Slot } from '../16-the-parliament/messages.js';
import { type Configuration, isChange, membersOf } from './configuration.js';
import type { LeaderInput, Propose, Tell } from './leader.js';
import type { LearnerInput } from './learner.js';

/** What makes an instance finite. */
export interface MemberSize {
  readonly alpha: number;
  /** The members before any change. */
  readonly initial: Configuration;
  /** Those who may lead, by name, each with the number of ballots that it may begin. */
  readonly rounds: Readonly<Record<string, number>>;
  /** By leader, what it proposes in each slot where it is free: a command, or a change. */
  readonly plans: Readonly<Record<string, readonly Value[]>>;
  /** Those who hear of decisions and tell the other leaders how far they are. All hear, and nobody tells, when left out. */
  readonly tellers?: readonly string[];
}

export function leadersOf({ rounds }: MemberSize): readonly string[] {
  return Object.keys(rounds);
}

export function slotsOf({ plans }: MemberSize): readonly Slot[] {
  return Object.values(plans)[0]!.map((_, index) => index + 1);
}

/** All who are members at one time or another. */
export function acceptorsOf({ initial, plans }: MemberSize): readonly string[] {
  const configurations = [initial, ...Object.values(plans).flat().filter(isChange)];
  return [...new Set(configurations.flatMap(membersOf))].sort();
}

/** What may happen to a leader at any moment. */
export function inputsOf({ tellers = [] }: MemberSize, id: string): readonly (Timeout | Propose | Tell)[] {
  return [
    { type: 'timeout' },
    { type: 'propose' },
    ...(tellers.includes(id) ? [{ type: 'tell' } as const] : []),
  ];
}

/** What a leader is started with. */
export function leaderInput(size: MemberSize, id: string): LeaderInput {
  const { alpha, initial, rounds, plans } = size;
  return { id, alpha, initial, rounds: rounds[id]!, plan: plans[id]! };
}

/** The learners, one for each slot. Nobody needs to hear of the last slot: it governs none, and none is opened after it. */
export function learnersOf(size: MemberSize): Readonly<Record<string, LearnerInput>> {
  const slots = slotsOf(size);
  const listeners = size.tellers ?? leadersOf(size);
  return Object.fromEntries(
    slots.map((slot) => [learnerOf(slot), { listeners: slot === slots.length ? [] : listeners }]),
  );
}
