/**
 * The witness: what this node knows of the others' stores, so that it can tell one of them that it has lost the end of its own.
 *
 * A store that has lost its last batches looks like one from before: its node has told others what it does not know any more.
 * So every message says how far its sender's store had come. Whoever hears less from a later start knows that batches are gone.
 */
import type { NodeId } from '../paxos/node-id.js';

/** How far a store has come. */
export interface Reach {
  /** How often it was opened. */
  readonly start: number;
  /** Its last durable batch. Each start is a batch of its own. */
  readonly batch: number;
}

/** The furthest reaches that are known, by the member in its incarnation. */
export type Reaches = Readonly<Record<string, Reach>>;

/** What to make of a message: take it, drop it since its sender has started again, or tell its sender what it has lost. */
export type Judgement = 'take' | 'outdated' | 'lost';

export class Witness {
  readonly #furthest: Map<string, Reach>;
  readonly #starts = new Map<string, number>();
  #unwritten: Record<string, Reach> = {};

  /** @param known what was written of it before */
  constructor(known: Reaches) {
    this.#furthest = new Map(Object.entries(known));
  }

  /** The furthest that is known of a member's store; null where nothing is. */
  furthest(member: string): Reach | null {
    return this.#furthest.get(member) ?? null;
  }

  /** A member says that it has started: what comes from its earlier processes is not taken any more. */
  heardStart(member: string, start: number): void {
    this.#starts.set(member, Math.max(start, this.#starts.get(member) ?? 0));
  }

  /** A message has come with that reach of its sender's store. */
  hear(member: string, reach: Reach): Judgement {
    if (reach.start < (this.#starts.get(member) ?? 0)) return 'outdated';
    this.heardStart(member, reach.start);
    const known = this.#furthest.get(member);
    if (known !== undefined && hasLost(reach, known)) return 'lost';
    if (known === undefined || reach.start > known.start || reach.batch > known.batch) {
      this.#furthest.set(member, reach);
      this.#unwritten[member] = reach;
    }
    return 'take';
  }

  /** What is new since the last call, to be written with the next batch. */
  takeUnwritten(): Reaches {
    const taken = this.#unwritten;
    this.#unwritten = {};
    return taken;
  }
}

/**
 * Whether a store with that reach has lost what others know of it. Each start since then has added a batch of its own: one that
 * is opened again and again does not make up for what is lost.
 *
 * Within one start messages may overtake each other, so that less is no loss.
 */
export function hasLost({ start, batch }: Reach, known: Reach): boolean {
  return start < known.start || (start > known.start && batch < known.batch + start - known.start);
}

/** A member in its incarnation, as the witness knows it. */
export function memberKey(id: NodeId, incarnation: number): string {
  return `${id}#${incarnation}`;
}
