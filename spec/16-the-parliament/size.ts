/** How large an instance of the Parliament is, and who takes part in it. */
import type { LearnerInput } from '../14-the-synod/learner.js';
import type { Value } from '../14-the-synod/messages.js';
import { majorities, type Quorum } from '../14-the-synod/quorum.js';
import type { Command, LeaderInput, Timeout } from './leader.js';
import { learnerOf } from './learner.js';
import type { Slot } from './messages.js';

/** What makes an instance finite. */
export interface Size {
  /** The nodes by name, each with the number of ballots that it may begin. */
  readonly rounds: Readonly<Record<string, number>>;
  /** How many slots the log has. */
  readonly slots: number;
  /** By node, the commands that somebody asks of it, in this order. */
  readonly commands: Readonly<Record<string, readonly Value[]>>;
  /** Where acceptors are participants of their own: their names. Every node is one when left out. */
  readonly acceptors?: readonly string[];
}

export function nodesOf({ rounds }: Size): readonly string[] {
  return Object.keys(rounds);
}

export function acceptorsOf(size: Size): readonly string[] {
  return size.acceptors ?? nodesOf(size);
}

export function slotsOf({ slots }: Size): readonly Slot[] {
  return Array.from({ length: slots }, (_, index) => index + 1);
}

/** All quorums, of either phase: the majorities. */
export function quorumsOf(size: Size): readonly Quorum[] {
  return majorities(acceptorsOf(size));
}

/** What a node's leader is started with. */
export function leaderInput(size: Size, id: string): LeaderInput {
  const { rounds, slots, commands } = size;
  return { id, quorums: quorumsOf(size), rounds: rounds[id]!, slots, commands: commands[id] ?? [] };
}

/** What may happen to a node at any moment. */
export function inputsOf({ commands }: Size, id: string): readonly (Timeout | Command)[] {
  const asked = commands[id] ?? [];
  return [{ type: 'timeout' }, ...asked.map((value): Command => ({ type: 'command', value }))];
}

/** The learners, one for each slot, with what each is started with. */
export function learnersOf(size: Size): Readonly<Record<string, LearnerInput>> {
  return Object.fromEntries(slotsOf(size).map((slot) => [learnerOf(slot), { quorums: quorumsOf(size) }]));
}
