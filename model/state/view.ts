/**
 * A packed state, unpacked as far as a predicate looks at it.
 *
 * The view notes which participants and which types of messages were read, so that the answer can be kept for every
 * state that is the same in those.
 */

import { strict } from '../data/expect.js';
import type { Tables } from '../local/tables.js';
import type { LocalState } from '../participant/process.js';
import type { AnySystem } from '../system/system.js';
import type { Inboxes } from './inboxes.js';
import type { Layout } from './layout.js';
import type { Parts } from './parts.js';

/** What a predicate has looked at. */
export interface Footprint {
  readonly processes: Set<number>;
  readonly messageTypes: Set<string>;
}

export class View {
  /** What predicates are given; shows the state last loaded. */
  readonly state: Readonly<Record<string, unknown>>;
  /** What was read since it was last emptied. */
  readonly read: Footprint = { processes: new Set(), messageTypes: new Set() };

  /** The state shown: packed, at an offset of a row, or in parts. */
  #layout!: Layout;
  #row!: Int32Array;
  #at = 0;
  #parts: Parts | undefined;
  readonly #tables: Tables;
  readonly #inboxes: Inboxes | undefined;
  readonly #shown: LocalState[][];

  constructor(system: AnySystem, tables: Tables, inboxes: Inboxes | undefined) {
    this.#tables = tables;
    this.#inboxes = inboxes;
    this.#shown = tables.processes.map(() => []);
    const participants = tables.processes.map(({ number, id }) => this.#participant(number, id));
    const history: Record<string, unknown> = {};
    const state: Record<string, unknown> = {
      messages: (type: string) => this.#messages(type),
    };
    for (const name of Object.keys(system.roles))
      state[name] = Object.freeze(
        participants.filter((_, number) => tables.processes[number]!.role === name),
      );
    const byKey: Record<string, object> = {};
    for (const { number, id, kind } of tables.processes) {
      if (kind !== 'history') continue;
      const [name, key] = system.history[id]!.path;
      const holder = key === undefined ? history : (byKey[name] ?? {});
      Object.defineProperty(holder, key ?? name, { get: () => this.local(number).context, enumerable: true });
      if (key !== undefined) byKey[name] = holder;
    }
    for (const [name, holder] of Object.entries(byKey))
      history[name] = strict(Object.freeze(holder), `the history variables '${name}'`);
    // One view serves all predicates: what one of them wrote to it, the next would see.
    state.history = strict(Object.freeze(history), 'the history variables');
    this.state = strict(Object.freeze(state), 'a state');
  }

  /** Shows the packed state at an offset, until the next is loaded. */
  load(layout: Layout, row: Int32Array, at: number): this {
    this.#layout = layout;
    this.#row = row;
    this.#at = at;
    this.#parts = undefined;
    return this;
  }

  /** Shows a state given in parts. */
  loadParts(parts: Parts): this {
    this.#parts = parts;
    return this;
  }

  parts(): Parts {
    const states = Int32Array.from(this.#tables.processes, ({ number }) => this.#localState(number));
    return { states, messages: this.#underWay() };
  }

  local(process: number): LocalState {
    this.read.processes.add(process);
    const state = this.#localState(process);
    const shown = this.#shown[process]!;
    const table = this.#tables.processes[process]!;
    shown[state] ??= table.process.show(table.states[state]);
    return shown[state];
  }

  #localState(process: number): number {
    return this.#parts?.states[process] ?? this.#layout.field(this.#row, this.#at, process);
  }

  #underWay(): readonly number[] {
    if (this.#parts !== undefined) return this.#parts.messages;
    const { processes, carried } = this.#tables;
    const { bitWord, bitMask } = this.#layout;
    const at = this.#at;
    if (this.#inboxes !== undefined)
      return this.#inboxes.read((process) => this.#layout.field(this.#row, at, processes.length + process));
    return carried.filter((message) => (this.#row[at + bitWord[message]!]! & bitMask[message]!) !== 0);
  }

  #participant(process: number, id: string): object {
    const local = (): LocalState => this.local(process);
    return Object.freeze({
      id,
      get value() {
        return local().value;
      },
      get context() {
        return local().context;
      },
    });
  }

  #messages(type: string): readonly unknown[] {
    this.read.messageTypes.add(type);
    const { envelopes } = this.#tables;
    return this.#underWay()
      .filter((message) => envelopes[message]!.event.type === type)
      .map((message) => envelopes[message]!.event);
  }
}

/** The bits of a row that a footprint covers. */
export function footprintMask(
  { processes, messageTypes }: Footprint,
  layout: Layout,
  tables: Tables,
): Int32Array {
  const mask = new Int32Array(layout.words);
  for (const process of processes) layout.addField(mask, process);
  if (layout.inboxes) {
    for (let each = tables.processes.length; each < layout.widths.length && messageTypes.size > 0; each++)
      layout.addField(mask, each);
  } else
    for (const message of tables.carried)
      if (messageTypes.has(tables.envelopes[message]!.event.type))
        mask[layout.bitWord[message]!]! |= layout.bitMask[message]!;
  return mask;
}
