/** The words of register Paxos: what servers and clients say to each other. */

export interface Ballot {
  readonly round: number;
  /** The number of the server whose ballot it is. */
  readonly id: number;
}

export interface Proposal {
  readonly request: number;
  /** The client that asked for it. */
  readonly asker: string;
  readonly value: string;
}

export interface Vote {
  readonly ballot: Ballot;
  readonly proposal: Proposal;
}

export type Put = { readonly type: 'put'; readonly request: number; readonly value: string };
export type PutOk = { readonly type: 'putOk'; readonly request: number };
export type Get = { readonly type: 'get'; readonly request: number };
export type GetOk = { readonly type: 'getOk'; readonly request: number; readonly value: string };
export type Prepare = { readonly type: 'prepare'; readonly ballot: Ballot };
export type Prepared = { readonly type: 'prepared'; readonly ballot: Ballot; readonly last: Vote | null };
export type Accept = { readonly type: 'accept'; readonly ballot: Ballot; readonly proposal: Proposal };
export type Accepted = { readonly type: 'accepted'; readonly ballot: Ballot };
export type Decided = { readonly type: 'decided'; readonly ballot: Ballot; readonly proposal: Proposal };

/** Negative, zero or positive as `a` is below, equal to or above `b`. */
export function compareBallots(a: Ballot, b: Ballot): number {
  return a.round - b.round || a.id - b.id;
}
