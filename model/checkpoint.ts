/**
 * A search put aside, as plain data that can be written to a file, and taken up again.
 *
 * The tables are not written: taking the same local steps in the same order gives the same numbers, so the order is enough. It is
 * also how a model that changed in the meantime is noticed.
 */

import { canonicalKey } from './data/values.js';
import { ModelError } from './local/tables.js';
import { keyOf } from './participant/process.js';
import type { Position, Search } from './search/search.js';
import { Layout } from './state/layout.js';
import { CHUNK_ROWS, Rows } from './state/rows.js';

/** Raised when what is written here changes its meaning. */
const VERSION = 3;

/** A search put aside. Everything in it can be cloned; the arrays may be large. */
export interface Checkpoint {
  readonly version: number;
  readonly system: string;
  readonly properties: readonly string[];
  /** Local steps in the order in which they were taken: participant, state, event. */
  readonly steps: Int32Array;
  /** Canonical texts of all participants' first states, and how many states each has. */
  readonly first: readonly string[];
  readonly sizes: readonly number[];
  readonly position: Position;
  readonly layout: { readonly widths: readonly number[]; readonly messages: readonly number[] };
  /** What each property was seen to depend on, and what decided it. */
  readonly judge: readonly unknown[];
  readonly inboxes: readonly Int32Array[] | undefined;
  readonly rows: readonly Int32Array[];
  readonly parents: readonly Int32Array[];
  readonly count: number;
}

/** Puts a search aside. It can go on. */
export function checkpointOf(search: Search): Checkpoint {
  refuseCheckpoint(search);
  search.settle();
  const { system, tables, layout, rows, judge, inboxes } = search;
  const part = (chunks: readonly Int32Array[], width: number): readonly Int32Array[] =>
    chunks
      .slice(0, Math.ceil(rows.count / CHUNK_ROWS))
      .map((chunk, at) => chunk.subarray(0, Math.min(CHUNK_ROWS, rows.count - at * CHUNK_ROWS) * width));
  return {
    version: VERSION,
    system: system.name,
    properties: judge.cases.map(({ property }) => property.name),
    steps: Int32Array.from(tables.order),
    first: firstStates(search),
    sizes: tables.processes.map(({ states }) => states.length),
    position: search.position,
    layout: { widths: layout.widths, messages: layout.messages },
    judge: judge.image(),
    inboxes: inboxes?.image(),
    rows: part(rows.chunks, rows.words),
    parents: part(rows.parents, 1),
    count: rows.count,
  };
}

/**
 * Lets a search that has not begun go on where another was put aside; where there is too little memory for that, it gives up.
 *
 * @throws ModelError where it is of another system, of other properties, or of a model that has changed.
 */
export function resume(search: Search, checkpoint: Checkpoint): void {
  refuseCheckpoint(search);
  const { system, tables, judge } = search;
  const refuse = (what: string, expected: unknown, got: unknown): void => {
    if (canonicalKey(expected) === canonicalKey(got)) return;
    throw new ModelError(
      `the checkpoint is not of this search: expected ${what} ${canonicalKey(expected)}, got ${canonicalKey(got)}; ` +
        'resume with what it was made with, or begin anew',
    );
  };
  refuse('version', VERSION, checkpoint.version);
  refuse('the system', system.name, checkpoint.system);
  refuse(
    'the properties',
    judge.cases.map(({ property }) => property.name),
    checkpoint.properties,
  );
  refuse('the first states', firstStates(search), checkpoint.first);
  const { steps } = checkpoint;
  for (let at = 0; at < steps.length; at += 3) {
    const [process, state, event] = steps.subarray(at, at + 3) as unknown as [number, number, number];
    const table = tables.processes[process];
    const isKnown = table !== undefined && state < table.states.length && event < tables.envelopes.length;
    refuse('a model that takes the same steps', true, isKnown);
    if (table!.steps.find(state, event) < 0) tables.resolve(process, state, event);
    search.lookAtMemory();
    if (search.stopped !== undefined) return;
  }
  refuse(
    'as many local states',
    tables.processes.map(({ states }) => states.length),
    checkpoint.sizes,
  );
  const { widths, messages } = checkpoint.layout;
  const layout = new Layout(widths, messages, search.inboxes !== undefined);
  if (checkpoint.inboxes !== undefined) search.inboxes?.restore(checkpoint.inboxes);
  const rows = new Rows(layout.words, search.allocate);
  rows.reserve(checkpoint.count);
  for (const [at, chunk] of checkpoint.rows.entries()) rows.chunks[at]!.set(chunk);
  for (const [at, chunk] of checkpoint.parents.entries()) rows.parents[at]!.set(chunk);
  rows.count = checkpoint.count;
  judge.restore(checkpoint.judge);
  search.restore(layout, rows, checkpoint.position);
}

function firstStates({ tables }: Search): readonly string[] {
  return tables.processes.map(({ process, states }) => keyOf(process, states[0]));
}

/** @throws ModelError where a search cannot be put aside. */
export function refuseCheckpoint({ system, canonical, fingerprints }: Search): void {
  if (fingerprints !== undefined)
    throw new ModelError(
      `system ${system.name}: a compact search cannot be put aside; search without checkpoint, or without compact`,
    );
  if (canonical !== undefined)
    throw new ModelError(
      `system ${system.name}: a search in which states stand for others (symmetry, 'ranked', 'dead') cannot be put aside; search without checkpoint`,
    );
}
