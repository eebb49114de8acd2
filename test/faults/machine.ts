/** The machine of the fault tests: sums by key. A command that is lost or executed twice shows in every later answer of its key. */

import { LIMITS } from '#src/paxos/limits.js';
import type { Cluster } from '#src/storage/identity.js';
import type { ClockSetting } from './skewed-clock.js';

export interface Command {
  readonly key: string;
  /** 0 to read. */
  readonly add: number;
}

/** After so long without a heartbeat a member asks whether others hear one. It is the default, 500 ms. */
export const ELECTION_MS = LIMITS.electionMs;
export const HEARTBEAT_MS = 100;
/** Leases end before elections. Two clocks may drift apart by a sixteenth while one lasts. */
export const LEASES = { leaseMs: 400, leaseMarginMs: 50 };

export type Sums = Readonly<Record<string, number>>;

export const sums = {
  start: {} as Sums,
  apply: (state: Sums, { key, add }: Command): readonly [Sums, number] => {
    const sum = (state[key] ?? 0) + add;
    return [add === 0 ? state : { ...state, [key]: sum }, sum];
  },
};

/** The same for one key: what the history of the key is compared with. */
export const sum = {
  initial: 0,
  apply: (before: number, { add }: Command) => [before + add, before + add] as const,
};

/** What a member is started with. */
export interface Setting {
  readonly folder: string;
  readonly listen: string;
  readonly peers: Readonly<Record<string, string>>;
  /** The file that the member's trace goes to. */
  readonly trace?: string;
  readonly clock?: ClockSetting;
}

export type Change = 'add' | 'promote' | 'remove' | 'lead';

/** What the tests ask of a member's process. */
export type Question = { readonly id: string } & (
  | { readonly type: 'call'; readonly command: Command; readonly withinMs?: number }
  | { readonly type: 'status' }
  /** It is to have the members changed, or another one lead. */
  | { readonly type: 'change'; readonly change: Change; readonly member: string }
  /** Its clock is to jump ahead by so much. */
  | { readonly type: 'jump'; readonly ms: number }
  /** Its time of day is set by so much. */
  | { readonly type: 'set'; readonly ms: number }
);

/** What it answers: that it was executed or changed, that it was not, that it is not known, or what the member is and has. */
export type Reply = { readonly id: string } & (
  | { readonly type: 'answered'; readonly answer: number }
  /** With what the store of a member is made of that was added. */
  | { readonly type: 'changed'; readonly cluster: Cluster | null }
  | { readonly type: 'rejected' | 'unknown'; readonly why: string }
  | {
      readonly type: 'status';
      readonly leader: string | null;
      readonly executed: number;
      readonly state: Sums;
      /** The longest that its event loop has stood still since the last time it was asked, in milliseconds. */
      readonly stalledMs: number;
    }
);
