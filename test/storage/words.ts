/** Words for the tests of the storages: a member's identity, and histories of records that a replica can have written. */
import fc from 'fast-check';
import { configuration, configurationId } from '#src/paxos/configuration.js';
import { clusterLimits, limits } from '#src/paxos/limits.js';
import { decidedThrough, firstOpen } from '#src/paxos/log.js';
import { type Kept, keep, nothingKept, type ReplicaRecord } from '#src/paxos/record.js';
import { slot } from '#src/paxos/slot.js';
import { snapshotOf } from '#src/paxos/snapshot.js';
import type { Cluster } from '#src/storage/identity.js';
import { decree, first, n1, n2, n4 } from '#test/unit/paxos/log-words.js';

export type State = readonly string[];
export type Record = ReplicaRecord<string, State, number>;
export type Batches = readonly (readonly Record[])[];

const ofTheCluster = clusterLimits(limits({ alpha: 3, proposalsMax: 2 }));
const { alpha } = ofTheCluster;

export const cluster: Cluster = {
  cluster: 'tests',
  configuration: first,
  limits: ofTheCluster,
};
export const start = { alpha, configuration: first };

/** What a replica with nothing has kept after those batches. */
export function keptAfter(batches: Batches): Kept<string, State, number> {
  return batches.flat().reduce(keep, nothingKept<string, State, number>(start));
}

/** A kind of record, and three numbers that choose one of it among those that are possible then. */
type Choice = readonly [kind: (typeof KINDS)[number], number, number, string];

const KINDS = ['round', 'promised', 'vote', 'decided', 'configuration', 'snapshot', 'install'] as const;

const choice = fc.tuple(
  fc.constantFrom(...KINDS),
  fc.nat(2),
  fc.nat(4),
  fc.constantFrom('a', 'b', 'c', '-', 'é'.repeat(2_000)),
);

/** Histories: writes of batches of records. */
export const histories: fc.Arbitrary<readonly Batches[]> = fc
  .array(fc.array(fc.array(choice, { maxLength: 4 }), { maxLength: 3 }), { maxLength: 30, size: 'max' })
  .map((writes) => {
    let kept = nothingKept<string, State, number>(start);
    return writes.map((batches) =>
      batches.map((choices) =>
        choices.map((each) => {
          const record = recordOf(kept, each);
          kept = keep(kept, record);
          return record;
        }),
      ),
    );
  });

/** One record that may follow what is kept. */
function recordOf(kept: Kept<string, State, number>, [kind, one, other, letter]: Choice): Record {
  const { log, promised } = kept;
  const ballot = { round: (promised?.round ?? 0) + one, proposer: n2 };
  const ahead = slot(firstOpen(log) + (other % alpha));
  const known = log.beyond.find((decided) => decided.slot === ahead)?.value;
  const through = decidedThrough(log);
  const executed = { state: [letter, String(through)], sessions: [] };
  switch (kind) {
    case 'round':
      return { type: 'round', round: kept.round + 1 + one };
    case 'promised':
      return { type: 'promised', ballot };
    case 'vote':
      return { type: 'vote', slot: ahead, ballot, value: decree(letter) };
    case 'decided':
      return { type: 'decided', slot: ahead, value: known ?? decree(letter) };
    case 'configuration': {
      const value = { type: 'configuration', configuration: members(2 + through) } as const;
      return { type: 'decided', slot: ahead, value: known ?? value };
    }
    // The replica's own snapshot, which leaves it some decrees.
    case 'snapshot':
      return {
        type: 'snapshot',
        snapshot: snapshotOf({ ...executed, through }, log),
        base: Math.max(log.base, through - other),
      };
    // Another's, which is further.
    case 'install': {
      const configurations = [{ from: slot(1), configuration: members(1_000 + through) }];
      const snapshot = { ...executed, through: through + 1 + one, configurations };
      return { type: 'snapshot', snapshot, base: snapshot.through };
    }
  }
}

function members(number: number) {
  const ids = [n1, n2, n4].map((id) => ({ id, incarnation: 0, part: 'voter' }) as const);
  return configuration({ id: configurationId(number), members: ids });
}

/** Keys and values as they lie in a database. */
export const bytes = { keyEncoding: 'utf8', valueEncoding: 'view' } as const;
