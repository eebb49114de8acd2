/**
 * What a replica keeps through a crash: records, each written in one piece, and what they come to.
 *
 * A store may keep them by key, since each replaces the one of its kind before it: `round` and `promised` one each, `vote` and
 * `decided` one for a slot, and `snapshot` one, which also removes what was decided through its base. A vote may be removed
 * once all through its slot is kept as decided.
 */
import { type Ballot, isAbove } from './ballot.js';
import type { LogLeaderRecord } from './leadership.js';
import { type DecidedRecord, decide, type Log, type LogOptions, startLog } from './log.js';
import { forgetVotes, type LogAcceptorRecord, withVote } from './log-acceptor.js';
import type { SlotVote } from './log-message.js';
import { installed, type Snapshot, type SnapshotRecord, truncated } from './snapshot.js';
import { RecordViolation } from './violation.js';

export type ReplicaRecord<Command, State, Answer> =
  | LogLeaderRecord
  | LogAcceptorRecord<Command>
  | DecidedRecord<Command>
  | SnapshotRecord<State, Answer>;

/** All that a replica kept. */
export interface Kept<Command, State, Answer> {
  /** The last round used as a leader, 0 for none. */
  readonly round: number;
  readonly promised: Ballot | null;
  /** The votes above the decided prefix. */
  readonly votes: readonly SlotVote<Command>[];
  readonly log: Log<Command>;
  /** The last snapshot: it reaches at least as far as the log's base. */
  readonly snapshot: Snapshot<State, Answer> | null;
}

/**
 * Nothing kept yet, by a member of a cluster with that α and that first configuration.
 *
 * @example
 * const member = { id: nodeId('n1'), incarnation: 0, part: 'voter' } as const;
 * const members = configuration({ id: configurationId(1), members: [member] });
 * nothingKept({ alpha: 8, configuration: members }).round; // → 0
 */
export function nothingKept<Command, State, Answer>(options: LogOptions): Kept<Command, State, Answer> {
  return { round: 0, promised: null, votes: [], log: startLog(options), snapshot: null };
}

/**
 * What was kept, with one record more. Records are taken in the order in which they were given to be kept.
 *
 * @throws RecordViolation where a round or a promise is below the one before.
 * @throws SlotViolation where a slot has two decrees.
 *
 * @example
 * const member = { id: nodeId('n1'), incarnation: 0, part: 'voter' } as const;
 * const members = configuration({ id: configurationId(1), members: [member] });
 * const kept = keep(nothingKept<string, number, number>({ alpha: 8, configuration: members }), { type: 'round', round: 1 });
 * kept.round; // → 1
 */
export function keep<Command, State, Answer>(
  kept: Kept<Command, State, Answer>,
  record: ReplicaRecord<Command, State, Answer>,
): Kept<Command, State, Answer> {
  switch (record.type) {
    case 'round': {
      const { round } = record;
      if (round <= kept.round) throw new RecordViolation(`a round above ${kept.round}`, `round ${round}`);
      return { ...kept, round };
    }
    case 'promised':
      return { ...kept, promised: highest(kept.promised, record.ballot) };
    case 'vote': {
      const { slot, ballot, value } = record;
      const votes = withVote(kept.votes, { slot, ballot, value });
      return { ...kept, promised: highest(kept.promised, ballot), votes };
    }
    case 'decided':
      return withLog(kept, decide(kept.log, record)[0]);
    case 'snapshot': {
      const { snapshot, base } = record;
      return { ...withLog(kept, truncated(installed(kept.log, snapshot), base)), snapshot };
    }
  }
}

/** The later promise: a lower one never comes after a higher one. */
function highest(before: Ballot | null, ballot: Ballot): Ballot {
  if (before !== null && isAbove(before, ballot))
    throw new RecordViolation('promises that never become lower', 'one that is below the promise before it');
  return ballot;
}

function withLog<Command, State, Answer>(
  kept: Kept<Command, State, Answer>,
  log: Log<Command>,
): Kept<Command, State, Answer> {
  return { ...kept, log, votes: forgetVotes(kept, log).votes };
}
