/** The layout: under which key each record of a replica lies, what a new one changes there, and what all of them come to. */
import { type Ballot, sameBallot } from '../paxos/ballot.js';
import { completed, type Governing } from '../paxos/configuration.js';
import type { Executed } from '../paxos/execution.js';
import { decidedThrough, joined, type Log, type LogOptions, startLog } from '../paxos/log.js';
import type { DecidedSlot, SlotVote } from '../paxos/log-message.js';
import { type Kept, keep, nothingKept, type ReplicaRecord } from '../paxos/record.js';
import { slot } from '../paxos/slot.js';
import type { Snapshot } from '../paxos/snapshot.js';
import type { Cluster } from './identity.js';
import { FORMATS } from './seal.js';
import type { SnapshotFile } from './snapshot-files.js';

/** A snapshot, or in which file it is, with what the log begins with, once all decrees through its base are deleted. */
interface StoredSnapshot<State, Answer> {
  readonly snapshot?: Snapshot<State, Answer>;
  readonly file?: SnapshotFile;
  readonly base: number;
  /** The configurations that the decrees through the base tell of: those that govern slots after it. */
  readonly configurations: readonly Governing[];
}

/** What knows which keys there are. */
interface Keyed {
  keys(): Iterable<string>;
}

/** A key, and the value to put there with its format, if it is not the first one; undefined where the key is to be deleted. */
export type Change = readonly [key: string, value: unknown, format?: number];

const ROUND = 'round';
const PROMISED = 'promised';
const SNAPSHOT = 'snapshot';
const VOTE = 'vote';
const DECIDED = 'decided';

/**
 * What a record changes in the store.
 *
 * @param before what was kept before the record
 * @param after what is kept with it
 * @param stored what has the keys that are in the store, or are about to be
 * @param file in which the record's snapshot is, where it is in one
 */
export function changesOf<Command, State, Answer>(
  before: Kept<Command, State, Answer>,
  record: ReplicaRecord<Command, State, Answer>,
  after: Kept<Command, State, Answer>,
  stored: Keyed,
  file?: SnapshotFile,
): readonly Change[] {
  switch (record.type) {
    case 'round':
      return [[ROUND, record.round]];
    case 'promised':
      return promise(before, after);
    case 'vote': {
      const { slot, ballot, value } = record;
      // A vote is a promise too, and is deleted some day.
      return [[slotKey(VOTE, slot), { slot, ballot, value }], ...promise(before, after)];
    }
    case 'decided': {
      const { slot, value } = record;
      // One that tells nothing new, or is out of reach, is not kept.
      return after.log === before.log ? [] : [[slotKey(DECIDED, slot), { slot, value }]];
    }
    case 'snapshot': {
      const { log } = after;
      const { base, alpha } = log;
      const configurations = log.configurations.filter(({ from }) => from <= base + alpha);
      const body = file === undefined ? { snapshot: record.snapshot } : { file };
      const value: StoredSnapshot<State, Answer> = { ...body, base, configurations };
      const format = file === undefined ? FORMATS.record : FORMATS.snapshotInFile;
      const superseded = [...through(DECIDED, base, stored), ...through(VOTE, decidedThrough(log), stored)];
      return [[SNAPSHOT, value, format], ...superseded.map((key): Change => [key, undefined])];
    }
  }
}

/** What a new store has to hold in which everything through the seed's slot counts as decided. */
export function changesOfSeed(
  seed: Executed<unknown, unknown>,
  { configuration, limits }: Cluster,
): readonly Change[] {
  const nothing = nothingKept<unknown, unknown, unknown>({ alpha: limits.alpha, configuration });
  const snapshot = { ...seed, configurations: [{ from: slot(1), configuration }] };
  const record = { type: 'snapshot', snapshot, base: seed.through } as const;
  return changesOf(nothing, record, keep(nothing, record), new Map());
}

/** In which file the store's snapshot is; undefined where it has none, or a small one. */
export function snapshotFileIn(values: ReadonlyMap<string, unknown>): SnapshotFile | undefined {
  return (values.get(SNAPSHOT) as StoredSnapshot<unknown, unknown> | undefined)?.file;
}

/**
 * What the records of a store come to, for a member of a cluster with that α and that first configuration.
 *
 * @param inFile the snapshot that was read from the store's file, where it is in one
 */
export function keptIn<Command, State, Answer>(
  values: ReadonlyMap<string, unknown>,
  first: LogOptions,
  inFile?: Snapshot<State, Answer>,
): Kept<Command, State, Answer> {
  const stored = values.get(SNAPSHOT) as StoredSnapshot<State, Answer> | undefined;
  const start: Log<Command> = startLog(first);
  const log = joined<Command>({
    ...start,
    base: stored?.base ?? start.base,
    configurations:
      stored === undefined ? start.configurations : completed(stored.configurations, start.configurations),
    beyond: bySlot<DecidedSlot<Command>>(values, DECIDED),
  });
  return {
    round: (values.get(ROUND) as number | undefined) ?? 0,
    promised: (values.get(PROMISED) as Ballot | undefined) ?? null,
    votes: bySlot<SlotVote<Command>>(values, VOTE).filter(({ slot }) => slot > decidedThrough(log)),
    log,
    snapshot: stored?.snapshot ?? inFile ?? null,
  };
}

function promise(
  { promised: before }: Pick<Kept<unknown, unknown, unknown>, 'promised'>,
  { promised }: Pick<Kept<unknown, unknown, unknown>, 'promised'>,
): readonly Change[] {
  const isNew = promised !== null && (before === null || !sameBallot(before, promised));
  return isNew ? [[PROMISED, promised]] : [];
}

/** Padded, so that the order of the keys is that of the slots. */
function slotKey(kind: string, slot: number): string {
  return `${kind}/${String(slot).padStart(16, '0')}`;
}

function through(kind: string, last: number, stored: Keyed): readonly string[] {
  const end = slotKey(kind, last);
  return [...stored.keys()].filter((key) => key.startsWith(`${kind}/`) && key <= end);
}

function bySlot<Value extends { readonly slot: number }>(
  values: ReadonlyMap<string, unknown>,
  kind: string,
): readonly Value[] {
  const found = [...values].filter(([key]) => key.startsWith(`${kind}/`)).map(([, value]) => value as Value);
  return found.sort((a, b) => a.slot - b.slot);
}
