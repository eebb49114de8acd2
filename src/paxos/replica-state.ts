/** A replica's state, its options, and how it starts. */
import { type Clients, NO_CLIENTS } from './clients.js';
import { type Configuration, flawIn, memberOf } from './configuration.js';
import { type Durability, SETTLED } from './durability.js';
import type { Step } from './effect.js';
import { type Election, electionTimer, NO_ELECTION } from './election.js';
import { type Executed, execute, startExecution } from './execution.js';
import type { Hold } from './holding.js';
import { type LogLeader, startLogLeader } from './leadership.js';
import { type Lease, startLease } from './lease.js';
import { type Limits, limits } from './limits.js';
import { decidedThrough, decreeAt, type Log, openConfigurations } from './log.js';
import { type LogAcceptor, startLogAcceptor } from './log-acceptor.js';
import { type LogLearner, startLogLearner } from './log-learner.js';
import type { LogAcceptedMessage, LogPromiseMessage } from './log-message.js';
import type { Machine } from './machine.js';
import type { NodeId } from './node-id.js';
import type { Read } from './reads.js';
import { type Kept, nothingKept } from './record.js';
import type { ReplicaEffect } from './replica-effect.js';
import type { BytesOf } from './size.js';
import { type Slot, slotsAfter } from './slot.js';
import type { Snapshot } from './snapshot.js';
import { assertKnown, assertKnows, type DecreeKinds, KINDS, KNOWN } from './versions.js';
import { RecordViolation } from './violation.js';

/** One member's share of the replicated log, all of it plain data that is never changed in place. */
export interface Replica<Command, State, Answer> {
  readonly log: Log<Command>;
  readonly acceptor: LogAcceptor<Command>;
  readonly learner: LogLearner<Command>;
  readonly leader: LogLeader<Command>;
  /** The state after the decided prefix: it is executed as soon as it is known. */
  readonly executed: Executed<State, Answer>;
  /** The last snapshot; null where none was taken. The log's base is at most its slot. */
  readonly snapshot: Snapshot<State, Answer> | null;
  /** Of members to which a snapshot is on its way. */
  readonly holds: readonly Hold[];
  readonly election: Election;
  readonly lease: Lease;
  readonly clients: Clients<Command>;
  readonly reads: readonly Read<Command>[];
  /** As a leader: when each session was last heard of, on this node's clock. */
  readonly seen: readonly Seen[];
  readonly durability: Durability<LogPromiseMessage<Command> | LogAcceptedMessage<Command>>;
  /** The last time that an input has told. */
  readonly now: number;
}

export interface Seen {
  readonly session: number;
  readonly at: number;
}

export interface ReplicaOptions<Command, State, Answer> {
  readonly id: NodeId;
  /** Which life of the node this is: as its member's in the configuration. */
  readonly incarnation: number;
  /** The first configuration, the same on every first member; of one that was added later, the one that has added it. */
  readonly configuration: Configuration;
  /** The slot from which it governs; 1 where it is left out. */
  readonly from?: Slot;
  readonly machine: Machine<Command, State, Answer>;
  readonly limits?: Partial<Limits>;
  /** The highest version of decrees that it knows, where that is not this program's. */
  readonly known?: number;
  /** The version that has brought each kind of decree. */
  readonly kinds?: DecreeKinds;
  /** How many bytes a command has as it is sent. Left out where nothing is written: then no command is too large. */
  readonly bytesOf?: BytesOf<Command>;
}

/** Options in which every limit has its value. */
export interface Settings<Command, State, Answer> extends ReplicaOptions<Command, State, Answer> {
  readonly limits: Limits;
  readonly known: number;
  readonly kinds: DecreeKinds;
  readonly bytesOf: BytesOf<Command>;
}

/** @throws RangeError where there are no such limits, or no such configuration. */
export function settingsOf<Command, State, Answer>(
  options: ReplicaOptions<Command, State, Answer>,
): Settings<Command, State, Answer> {
  const { configuration } = options;
  const flaw = flawIn(configuration);
  if (flaw !== undefined)
    throw new RangeError(
      `expected ${flaw}, got ${JSON.stringify(configuration)}; check the replica's first configuration, or make it by configuration()`,
    );
  return { bytesOf: () => 0, known: KNOWN, kinds: KINDS, ...options, limits: limits(options.limits) };
}

/**
 * A replica at its first start, or started again from what it kept.
 *
 * @throws RecordViolation where what was kept cannot be this replica's.
 * @throws UnknownVersion where a later version of this program has kept it.
 */
export function startReplica<Command, State, Answer>(
  settings: Settings<Command, State, Answer>,
  found?: Kept<Command, State, Answer>,
): Step<Replica<Command, State, Answer>, ReplicaEffect<Command, State, Answer>> {
  const { id, incarnation, limits } = settings;
  const kept = found ?? nothingKept<Command, State, Answer>({ ...limits, ...settings });
  const { log, snapshot, round, promised, votes } = kept;
  if (log.alpha !== limits.alpha)
    throw new RecordViolation(`a log with α ${limits.alpha}`, `one with α ${log.alpha}`);
  if (log.base > (snapshot?.through ?? 0))
    throw new RecordViolation(
      `a snapshot through slot ${log.base} at least`,
      snapshot ? `one through ${snapshot.through}` : 'none',
    );
  const lives = openConfigurations(log).flatMap(({ configuration }) => memberOf(configuration, id) ?? []);
  // One that was added anew may know of a slot in which its earlier life was the member.
  if (lives.length > 0 && lives.every((life) => life.incarnation !== incarnation))
    throw new RecordViolation(
      `incarnation ${lives[0]!.incarnation} of ${id}, which is the member`,
      `incarnation ${incarnation}`,
    );
  for (const { value } of [...votes, ...log.beyond]) assertKnown(value);
  const replica: Replica<Command, State, Answer> = {
    log,
    acceptor: startLogAcceptor({ promised, votes }),
    learner: startLogLearner(limits),
    leader: startLogLeader({ id, incarnation, round }),
    executed: executedAgain(log, snapshot, settings),
    snapshot,
    holds: [],
    election: NO_ELECTION,
    lease: startLease(found !== undefined, limits),
    clients: NO_CLIENTS,
    reads: [],
    seen: [],
    durability: SETTLED,
    now: 0,
  };
  return [replica, [electionTimer(limits.electionMs)]];
}

/** The state after the decided prefix, from the last snapshot on. */
function executedAgain<Command, State, Answer>(
  log: Log<Command>,
  snapshot: Snapshot<State, Answer> | null,
  { machine, limits, known }: Settings<Command, State, Answer>,
): Executed<State, Answer> {
  const { configurations: _, ...start } = snapshot ?? {
    ...startExecution<State, Answer>(machine.start),
    configurations: [],
  };
  const executed = slotsAfter(start.through, decidedThrough(log)).reduce<Executed<State, Answer>>(
    (before, slot) => execute(before, decreeAt(log, slot)!, machine, limits)[0],
    start,
  );
  assertKnows(executed, known);
  return executed;
}
