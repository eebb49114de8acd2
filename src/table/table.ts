/**
 * A small table of keys and values as a replicated machine: what `synod serve` serves.
 *
 * Its revision counts the changes, and every entry knows the revisions of its own, as in etcd: an entry that has not changed
 * since it was read still has the `modRevision` that was read.
 */
import type { Machine } from '../paxos/machine.js';
import { itemAt, itemsFrom, type Pages, withItem, withoutItem } from './pages.js';

export interface Entry {
  readonly key: string;
  readonly value: string;
  /** The revision at which the key was put while it was not there. */
  readonly createRevision: number;
  /** The revision at which it was last put. */
  readonly modRevision: number;
  /** How often it was put since then, from 1. */
  readonly version: number;
}

export interface Table {
  /** The number of changes. */
  readonly revision: number;
  /** What all entries take, in characters, {@link ENTRY_SIZE} more for each. */
  readonly size: number;
  readonly entries: Pages<Entry>;
}

export type TableCommand = Get | List | Put | Delete;

export interface Get {
  readonly type: 'get';
  readonly key: string;
}

/** The entries whose keys begin so, in the order of their keys. */
export interface List {
  readonly type: 'list';
  readonly prefix: string;
  /** Only those behind this key: the last one of the listing before. */
  readonly after?: string;
  readonly limit: number;
}

export interface Put {
  readonly type: 'put';
  readonly key: string;
  readonly value: string;
  /** Only where the key has this `modRevision`; 0: only where it is not there. */
  readonly expected?: number;
}

export interface Delete {
  readonly type: 'delete';
  readonly key: string;
  readonly expected?: number;
}

/** Each has the table's revision after the command. */
export type TableAnswer =
  | { readonly type: 'entry'; readonly revision: number; readonly entry: Entry | null }
  | {
      readonly type: 'entries';
      readonly revision: number;
      readonly entries: readonly Entry[];
      /** Whether there are others behind them: the limit was reached, or they are large. */
      readonly hasMore: boolean;
    }
  /** It has not the values: answers are kept with the session, for retries. */
  | {
      readonly type: 'put';
      readonly revision: number;
      readonly createRevision: number;
      readonly version: number;
    }
  /** The key is not there any more, or never was. */
  | { readonly type: 'deleted'; readonly revision: number; readonly wasThere: boolean }
  /** Nothing was changed: the key has another `modRevision` than was expected; 0: it is not there. */
  | { readonly type: 'conflict'; readonly revision: number; readonly modRevision: number }
  /** Nothing was changed: key or value are too long. */
  | { readonly type: 'tooLarge'; readonly revision: number }
  /** Nothing was changed: there is no room in the table. */
  | { readonly type: 'full'; readonly revision: number };

/** All members have to have the same ones. All are in characters: UTF-16 code units. */
export interface TableLimits {
  readonly keyMax: number;
  readonly valueMax: number;
  /** Of the whole table. */
  readonly sizeMax: number;
  /** A listing ends with the entry that comes to it. */
  readonly listingMax: number;
}

export const TABLE_LIMITS: TableLimits = {
  keyMax: 1_024,
  valueMax: 256 << 10,
  sizeMax: 64 << 20,
  listingMax: 1 << 20,
};

/** What an entry takes besides its key and its value. */
const ENTRY_SIZE = 64;

/** The table as a machine: pure, and total over its commands. */
export function tableMachine(limits: TableLimits = TABLE_LIMITS): Machine<TableCommand, Table, TableAnswer> {
  return {
    start: { revision: 0, size: 0, entries: [] },
    apply: (table, command) => {
      switch (command.type) {
        case 'get':
          return [table, { type: 'entry', revision: table.revision, entry: entryOf(table, command.key) }];
        case 'list':
          return [table, listing(table, command, limits)];
        case 'put':
          return put(table, command, limits);
        case 'delete':
          return remove(table, command);
      }
    },
  };
}

function entryOf({ entries }: Table, key: string): Entry | null {
  return itemAt(entries, key) ?? null;
}

function listing(table: Table, { prefix, after, limit }: List, { listingMax }: TableLimits): TableAnswer {
  const entries: Entry[] = [];
  let size = 0;
  const told = (hasMore: boolean): TableAnswer => ({
    type: 'entries',
    revision: table.revision,
    entries,
    hasMore,
  });
  const from = after !== undefined && after > prefix ? after : prefix;
  for (const entry of itemsFrom(table.entries, from)) {
    if (entry.key === after) continue;
    if (!entry.key.startsWith(prefix)) break;
    if (entries.length >= limit || size >= listingMax) return told(true);
    entries.push(entry);
    size += sizeOf(entry);
  }
  return told(false);
}

function put(
  table: Table,
  { key, value, expected }: Put,
  { keyMax, valueMax, sizeMax }: TableLimits,
): readonly [Table, TableAnswer] {
  if (key.length > keyMax || value.length > valueMax)
    return [table, { type: 'tooLarge', revision: table.revision }];
  const before = entryOf(table, key);
  if (!isExpected(before, expected)) return [table, conflict(table, before)];
  const revision = table.revision + 1;
  const entry: Entry = {
    key,
    value,
    createRevision: before?.createRevision ?? revision,
    modRevision: revision,
    version: (before?.version ?? 0) + 1,
  };
  const size = table.size + sizeOf(entry) - sizeOf(before);
  if (size > sizeMax && size > table.size) return [table, { type: 'full', revision: table.revision }];
  return [
    { revision, size, entries: withItem(table.entries, entry) },
    { type: 'put', revision, createRevision: entry.createRevision, version: entry.version },
  ];
}

function remove(table: Table, { key, expected }: Delete): readonly [Table, TableAnswer] {
  const before = entryOf(table, key);
  if (!isExpected(before, expected)) return [table, conflict(table, before)];
  if (before === null) return [table, { type: 'deleted', revision: table.revision, wasThere: false }];
  const revision = table.revision + 1;
  return [
    { revision, size: table.size - sizeOf(before), entries: withoutItem(table.entries, key) },
    { type: 'deleted', revision, wasThere: true },
  ];
}

function isExpected(entry: Entry | null, expected: number | undefined): boolean {
  return expected === undefined || expected === (entry?.modRevision ?? 0);
}

function conflict({ revision }: Table, entry: Entry | null): TableAnswer {
  return { type: 'conflict', revision, modRevision: entry?.modRevision ?? 0 };
}

function sizeOf(entry: Entry | null): number {
  return entry === null ? 0 : ENTRY_SIZE + entry.key.length + entry.value.length;
}
