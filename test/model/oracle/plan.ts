/**
 * A small system as plain data: fast-check makes it up, the naive explorer walks it, and the checker is given it as
 * step functions.
 */
import type { Formula } from './formula.js';

export interface Plan {
  readonly network: 'lossy' | 'lossy-set' | 'latest' | 'lossy-latest' | 'rounds' | 'unordered' | 'ordered';
  /** How many rounds there are, where the network goes in rounds. */
  readonly rounds: number;
  /** Roles are called r0, r1, …; participants, counted through all roles, p0, p1, … */
  readonly roles: readonly RolePlan[];
  /** Messages that are received within the step that sends them. */
  readonly instant: readonly InstantPlan[];
  /** Whether, where the latest message is kept, it is so for each of its data. */
  readonly isLatestByData: boolean;
  /** History variables, called h0, h1, … */
  readonly history: readonly HistoryPlan[];
  readonly within: Formula | null;
  readonly faults: FaultPlan;
}

/** A type, the place of the receivers' role, or both. */
export interface InstantPlan {
  readonly type?: string;
  readonly to?: number;
}

/** How often participants of each role restart and stop, and how often the network splits between even and odd ones. */
export interface FaultPlan {
  readonly restarts: readonly number[];
  readonly stops: readonly number[];
  readonly partitions: number;
}

/** A behaviour: local states are the numbers below `size`, the first is 0. */
export interface RolePlan {
  readonly participants: number;
  readonly size: number;
  /** Inputs are of type `poke`, their data the numbers below this. */
  readonly inputs: number;
  /** Whether the local state survives a restart; else it is 0 again. */
  readonly durable: boolean;
  /** What each participant sends at the start. */
  readonly first: readonly Send[];
  /** The first rule that fits is taken; where none does, the event is not accepted. */
  readonly rules: readonly Rule[];
}

export interface Rule {
  readonly at: Slice;
  readonly type: string;
  readonly data: Slice;
  readonly move: { readonly by: 'to' | 'add' | 'data'; readonly amount: number };
  readonly sends: readonly Send[];
}

/** Every so manieth number: those that leave this rest. */
export interface Slice {
  readonly every: number;
  readonly rest: number;
}

export interface Send {
  readonly type: string;
  readonly data: { readonly of: 'number' | 'state' | 'event'; readonly plus: number };
  readonly to: To;
}

export type To =
  | { readonly kind: 'participant' | 'role'; readonly index: number }
  | { readonly kind: 'all' | 'others' | 'sender' }
  | { readonly kind: 'list'; readonly of: readonly To[] };

/** A fold over the messages of some types, its values the numbers below `size`. */
export interface HistoryPlan {
  readonly on: readonly string[];
  readonly times: number;
  readonly size: number;
}

export interface Event {
  readonly type: string;
  readonly data: number;
  readonly from?: string;
}

export interface Message {
  readonly type: string;
  readonly data: number;
  readonly to: string | readonly string[];
}

export interface Member {
  readonly id: string;
  readonly role: string;
  /** The role's place in the plan. */
  readonly roleIndex: number;
  readonly plan: RolePlan;
}

/** Who tells of rounds. */
export const CLOCK = 'clock';

/** The types that messages have. Their data are the numbers below {@link DATA}. */
export const TYPES = ['m0', 'm1', 'm2'] as const;
export const DATA = 100;

export function membersOf({ roles }: Plan): readonly Member[] {
  const members = roles.flatMap((plan, index) =>
    Array.from({ length: plan.participants }, () => ({ role: `r${index}`, roleIndex: index, plan })),
  );
  return members.map((member, index) => ({ id: `p${index}`, ...member }));
}

/** The side that a participant is on while the network is split. Every third one is on none, nor is the clock. */
export function sideOf(id: string): number | undefined {
  if (id === CLOCK) return undefined;
  const number = Number(id.slice(1));
  return number % 3 === 2 ? undefined : number % 2;
}

/** The messages that a participant sends at the start. */
export function firstMessages(plan: Plan, self: Member): readonly Message[] {
  return self.plan.first.map((send) => messageOf(plan, send, self, 0, { type: 'start', data: 0 }));
}

/** What a participant becomes and sends, or undefined where it does not accept the event. */
export function react(
  plan: Plan,
  self: Member,
  at: number,
  event: Event,
): { readonly at: number; readonly sent: readonly Message[] } | undefined {
  const rule = self.plan.rules.find(
    (one) => one.type === event.type && isIn(one.at, at) && isIn(one.data, event.data),
  );
  if (rule === undefined) return undefined;
  const { by, amount } = rule.move;
  const next = { to: amount, add: at + amount, data: at + amount + event.data }[by] % self.plan.size;
  return { at: next, sent: rule.sends.map((send) => messageOf(plan, send, self, at, event)) };
}

/** The next value of a history variable. */
export function fold({ times, size }: HistoryPlan, value: number, data: number, from: string): number {
  return (value * times + data + Number(from.slice(1)) + 1) % size;
}

function isIn({ every, rest }: Slice, number: number): boolean {
  return number % every === rest % every;
}

function messageOf(plan: Plan, { type, data, to }: Send, self: Member, at: number, event: Event): Message {
  const base = { number: 0, state: at, event: event.data }[data.of];
  return { type, data: (base + data.plus) % DATA, to: addressOf(plan, to, self, event) };
}

function addressOf(plan: Plan, to: To, self: Member, event: Event): string | readonly string[] {
  switch (to.kind) {
    case 'all':
    case 'others':
      return to.kind;
    case 'sender':
      return event.from === undefined || event.from === CLOCK ? self.id : event.from;
    case 'role':
      return `r${to.index % plan.roles.length}`;
    case 'participant':
      return `p${to.index % membersOf(plan).length}`;
    case 'list':
      return to.of.flatMap((one) => addressOf(plan, one, self, event));
  }
}
