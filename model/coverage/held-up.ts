/** Messages that wait for ever, where a network keeps queues: they stand behind one that its receiver does not take any more. */
import { PAUSE_EVERY } from '../host/budget.js';
import type { ProcessTable } from '../local/processes.js';
import type { Tables } from '../local/tables.js';
import type { Search } from '../search/search.js';
import type { Inbox } from '../state/inboxes.js';
import { CHUNK_BITS, CHUNK_MASK } from '../state/rows.js';
import { hasStopped } from '../system/faults.js';
import { NETWORKS } from '../system/network.js';

/** A message that holds up others. Plain data. */
export interface HeldUp {
  readonly receiver: string;
  readonly from: string;
  /** The type of the message that is first in the queue and never taken. */
  readonly first: string;
  /** The type of one that waits behind it, and that the receiver might take. */
  readonly waits: string;
}

/** All that is held up in the states of a search that visited everything. Pauses now and then. */
export function* heldUp({
  system,
  tables,
  inboxes,
  rows,
  layout,
}: Search): Generator<void, readonly HeldUp[]> {
  if (NETWORKS[system.network].stores !== 'queues') return [];
  const participants = tables.processes.map((table) => new Queue(table, inboxes!.of[table.number]!, tables));
  for (let state = 0; state < rows.count; state++) {
    if (state % PAUSE_EVERY === 0) yield;
    const chunk = rows.chunks[state >>> CHUNK_BITS]!;
    const at = (state & CHUNK_MASK) * rows.words;
    for (let process = 0; process < participants.length; process++) {
      const list = layout.field(chunk, at, participants.length + process);
      if (list !== 0) participants[process]!.look(layout.field(chunk, at, process), list);
    }
  }
  return participants.flatMap(({ found }) => found);
}

/** What one participant leaves standing, as its local steps tell. */
class Queue {
  readonly #found = new Map<string, HeldUp>();
  readonly #looked = new Set<string>();
  readonly #reached = new Map<number, readonly number[]>();
  /** By local state: those that a step leads to, the types of messages that were tried there, and of those that are accepted. */
  readonly #next: number[][];
  readonly #tried: Set<string>[];
  readonly #accepts: Set<string>[];

  constructor(
    readonly table: ProcessTable,
    readonly inbox: Inbox,
    readonly tables: Tables,
  ) {
    this.#next = table.states.map(() => []);
    this.#tried = table.states.map(() => new Set());
    this.#accepts = table.states.map(() => new Set());
    for (const [state, event, next] of table.steps.list()) {
      if (event >= 0) this.#tried[state]!.add(this.#typeOf(event));
      if (next < 0) continue;
      this.#next[state]!.push(next);
      if (event >= 0) this.#accepts[state]!.add(this.#typeOf(event));
    }
  }

  /** Looks at a local state with the list of its inbox. */
  look(state: number, list: number): void {
    const key = `${state} ${list}`;
    if (this.#looked.has(key)) return;
    this.#looked.add(key);
    for (const first of this.inbox.deliverable(list)) {
      const { channel, from } = this.tables.envelopes[first]!;
      const queue = this.inbox.read(list).filter((one) => this.tables.envelopes[one]!.channel === channel);
      const behind = queue.slice(1);
      if (behind.length === 0 || this.#isTaken(state, first)) continue;
      const waiting = behind.find((message) => this.#mightTake(state, message));
      if (waiting === undefined) continue;
      const held = {
        receiver: this.table.id,
        from,
        first: this.#typeOf(first),
        waits: this.#typeOf(waiting),
      };
      this.#found.set(JSON.stringify(held), held);
    }
  }

  /** What was found, in an order that does not depend on the search's. */
  get found(): readonly HeldUp[] {
    return [...this.#found.keys()].sort().map((key) => this.#found.get(key)!);
  }

  /** Whether a message is taken, now or later. A step that was not tried did not happen. */
  #isTaken(state: number, message: number): boolean {
    const { steps } = this.table;
    return this.#from(state).some((later) => {
      const entry = steps.find(later, message);
      return entry >= 0 && steps.entries[entry + 2]! >= 0;
    });
  }

  /** Whether a message could be taken if it were first. Perhaps it never was, so its type has to do. */
  #mightTake(state: number, message: number): boolean {
    const { ignores, states } = this.table;
    const type = this.#typeOf(message);
    const isIgnored = Object.hasOwn(ignores, type);
    return this.#from(state).some(
      (later) =>
        !hasStopped(states[later]) &&
        (this.#accepts[later]!.has(type) || !(isIgnored || this.#tried[later]!.has(type))),
    );
  }

  /** The local states that steps lead to from one, itself among them. */
  #from(state: number): readonly number[] {
    const known = this.#reached.get(state);
    if (known !== undefined) return known;
    const reached = new Set([state]);
    for (const one of reached) for (const next of this.#next[one]!) reached.add(next);
    this.#reached.set(state, [...reached]);
    return [...reached];
  }

  #typeOf(message: number): string {
    return this.tables.envelopes[message]!.event.type;
  }
}
