/** What the threads of one search tell each other. Everything large is shared memory; the rest is plain data. */

import type { Envelope } from '../../local/envelopes.js';
import type { Emission } from '../../local/tables.js';
import type { StepImage } from '../../property/step-question.js';
import type { MemoImage } from '../../state/memo.js';
import type { Partition } from '../../system/faults.js';
import type { Network } from '../../system/network.js';
import type { Span } from '../levels.js';

/** The places of a small shared array of counters. */
export const CURSOR = 0;
export const ROWS = 1;
export const STOP = 2;
export const COUNTERS = 3;

/** Rows that a thread takes for itself at a time. */
export const ROWS_AT_ONCE = 512;

/** What a thread is told of the system once. */
export interface Introduction {
  readonly kind: 'introduction';
  readonly network: Network;
  readonly processes: readonly {
    readonly number: number;
    readonly id: string;
    readonly acts: boolean;
    readonly inputs: readonly { readonly type: string }[];
  }[];
  /** The numbers of the network as an actor and of the clock, where there are these. */
  readonly actors: { readonly network: number | undefined; readonly clock: number | undefined };
  /** Pairs of participants that cannot hear each other while the network is split. */
  readonly cutOff: ReadonlySet<string>;
}

/** What became known since a thread was told last: enough for steps that were taken before. */
export interface News {
  /** Steps, one after another: participant, state, event, next state and emission. */
  readonly steps: Int32Array;
  readonly envelopes: readonly Pick<Envelope, 'from' | 'sender' | 'receivers' | 'kind'>[];
  readonly emissions: readonly Pick<Emission, 'messages' | 'instants'>[];
  readonly carried: readonly number[];
  /** For the network as an actor: whether it is split, in each of its states. */
  readonly partitions: readonly Partition[];
}

/** Where rows and the set of visited states are: shared memory. */
export interface Memory {
  readonly chunks: readonly Int32Array[];
  readonly parents: readonly Int32Array[];
  readonly entries: Int32Array;
}

/** An undecided property of states, and what is known of it. */
export interface CaseImage {
  readonly number: number;
  /** The answer that decides it. */
  readonly wanted: boolean;
  readonly memo: MemoImage;
}

/** The same of a property of steps. */
export interface StepCaseImage extends StepImage {
  readonly number: number;
}

/** Before work: what changed since the last. */
export interface Briefing {
  readonly kind: 'briefing';
  readonly layout?: { readonly widths: readonly number[]; readonly messages: readonly number[] };
  readonly news: News;
  readonly states: readonly CaseImage[];
  readonly steps: readonly StepCaseImage[];
  readonly within?: MemoImage;
  readonly deadlocks: boolean;
}

/** Work: expand the states up to a number, or those of a list, until all are taken or the room is used up. */
export interface Work {
  readonly kind: 'work';
  readonly to: number;
  /** States by their places from 0 to before `to`; without it, places are states. */
  readonly list?: Int32Array;
  /** Rows may be numbered up to this. */
  readonly limit: number;
  readonly counters: Int32Array;
  /** Where it is not the same as before. */
  readonly memory?: Memory;
}

/** Work: enter rows into an empty table. */
export interface Refill extends Span {
  readonly kind: 'refill';
  readonly words: number;
  readonly chunks: readonly Int32Array[];
  readonly entries: Int32Array;
}

export type Order = Introduction | Briefing | Work | Refill;

/** What a thread could not answer, or what decides a property: numbers one after another. */
export interface Doubts {
  /** Property and state. */
  readonly states: number[];
  /** Property, state, participant and event, and the words of the packed state after the step. */
  readonly steps: number[];
  /** States that no step leaves. */
  readonly deadlocks: number[];
}

/** What a thread has to say when it is done, or out of room. */
export interface Report {
  readonly kind: 'report';
  readonly outOfRoom: boolean;
  /** Whether it ended because its heap is nearly full. */
  readonly outOfHeap: boolean;
  /** Bytes that it keeps for itself. */
  readonly bytes: number;
  readonly transitions: number;
  readonly selfLoops: number;
  /** States that it did not expand since they are beyond the system's bounds. */
  readonly beyondBounds: number;
  /** States whose steps are not all known, and those steps: participant, state and event, one after another. */
  readonly late: readonly number[];
  readonly missing: readonly number[];
  readonly doubts: Doubts;
  /** Rows taken and not used. */
  readonly spare: Span;
}
