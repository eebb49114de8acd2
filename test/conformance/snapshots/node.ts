/** A node's log, what it has executed of it, its last snapshot, and what its disk would give back: all that a snapshot changes. */
import type { Configuration } from '#src/paxos/configuration.js';
import type { Decree } from '#src/paxos/decree.js';
import { type Persist, type Send, type Step, send } from '#src/paxos/effect.js';
import type { Executed } from '#src/paxos/execution.js';
import { type DecidedRecord, decidedThrough, decreeAt, type Log } from '#src/paxos/log.js';
import type { CatchUpMessage, DecidedSlot } from '#src/paxos/log-message.js';
import type { Machine } from '#src/paxos/machine.js';
import type { NodeId } from '#src/paxos/node-id.js';
import type { Kept } from '#src/paxos/record.js';
import type { PolledMessage } from '#src/paxos/replica-message.js';
import { settingsOf, startReplica } from '#src/paxos/replica-state.js';
import { slot, slotsAfter } from '#src/paxos/slot.js';
import type { Snapshot } from '#src/paxos/snapshot.js';
import { Turn } from '#src/paxos/turn.js';
import { asNode, decreeOf, logOf, wordOf } from '../parliament/words.js';
import type { SnapshotRoles } from './tie.js';

/** The state of the service, as in the book: the decrees that were executed, in their order. */
export type Decrees = readonly Decree<string>[];

/** Any of the members. */
const SELF = asNode('n3');

const machine: Machine<string, Decrees, never> = {
  start: [],
  apply: () => {
    throw new Error('expected no command to be executed within the turn');
  },
};

export interface Node {
  readonly log: Log<string>;
  readonly executed: Executed<Decrees, never>;
  readonly snapshot: Snapshot<Decrees, never> | null;
  readonly kept: Kept<string, Decrees, never>;
}

/** What a node knows, in the book's words. */
export interface Known {
  /** The slots through this one are left out of the log. */
  readonly base: number;
  readonly log: readonly { readonly slot: number; readonly value: string }[];
  readonly executed: readonly string[];
  readonly snapshot: readonly string[] | null;
}

export type NodeStep = Step<Node, Persist<DecidedRecord<string>>>;

export function nodeOf(
  members: Configuration,
  { base, log: decided, executed, snapshot: state }: Known,
): Node {
  const log = logOf(members, decided, base);
  const snapshot = state && snapshotOf(members, state);
  return {
    log,
    executed: executedOf(executed),
    snapshot,
    kept: { round: 0, promised: null, votes: [], log, snapshot },
  };
}

export function knownOf({ log, executed, snapshot }: Node): Known {
  const inPrefix = log.decrees.map((value, index) => ({ slot: log.base + index + 1, value }));
  return {
    base: log.base,
    log: [...inPrefix, ...log.beyond].map((one) => ({ slot: one.slot, value: wordOf(one.value) })),
    executed: executed.state.map(wordOf),
    snapshot: snapshot?.state.map(wordOf) ?? null,
  };
}

/** A snapshot of those decrees, from the first slot on, in a cluster that never changed its members. */
export function snapshotOf(members: Configuration, values: readonly string[]): Snapshot<Decrees, never> {
  return { ...executedOf(values), configurations: [{ from: slot(1), configuration: members }] };
}

function executedOf(values: readonly string[]): Executed<Decrees, never> {
  return { through: values.length, state: values.map(decreeOf), sessions: [] };
}

/** Takes decisions into the log, and executes what has joined its prefix. */
export function learn(
  node: Node,
  decisions: readonly DecidedSlot<string>[],
  { decide, keep }: SnapshotRoles,
): NodeStep {
  let { log, kept } = node;
  const effects: Persist<DecidedRecord<string>>[] = [];
  for (const decision of decisions) {
    const [grown, records] = decide(log, decision);
    log = grown;
    effects.push(...records);
    kept = records.reduce((before, { record }) => keep(before, record), kept);
  }
  return [executeAll({ ...node, log, kept }), effects];
}

/** Takes another's snapshot, as a replica does: one that tells nothing new changes nothing. */
export function install(
  node: Node,
  snapshot: Snapshot<Decrees, never>,
  { installed, keep }: SnapshotRoles,
): NodeStep {
  const log = installed(node.log, snapshot);
  if (log === node.log) return [node, []];
  const { through, state, sessions } = snapshot;
  const kept = keep(node.kept, { type: 'snapshot', snapshot, base: through });
  return [executeAll({ log, snapshot, executed: { through, state, sessions }, kept }), []];
}

/** Takes a snapshot of what is executed, and leaves out the decrees through `base`. */
export function compact(
  node: Node,
  base: number,
  { snapshotOf: taken, truncated, keep }: SnapshotRoles,
): NodeStep {
  const snapshot = taken(node.executed, node.log);
  const kept = keep(node.kept, { type: 'snapshot', snapshot, base });
  return [{ ...node, snapshot, log: truncated(node.log, base), kept }, []];
}

/** Takes a message of another node, in a whole turn of a replica that knows this and nothing else. */
export function hear(
  node: Node,
  configuration: Configuration,
  { from, message }: { readonly from: NodeId; readonly message: PolledMessage },
  { receive }: SnapshotRoles,
): Step<Node, Send<CatchUpMessage>> {
  const settings = settingsOf({ id: SELF, incarnation: 0, configuration, machine });
  const { log, executed, snapshot } = node;
  const [replica] = startReplica(settings);
  const turn = new Turn(settings, { ...replica, log, executed, snapshot });
  receive(turn, from, message);
  const [after, effects] = turn.end();
  const sent = effects.map((effect) => {
    if (effect.type !== 'send' || effect.message.type !== 'catchUp')
      throw new Error(`expected nothing but questions for decrees, got ${JSON.stringify(effect)}`);
    return send({ node: effect.to }, effect.message);
  });
  return [{ ...node, log: after.log, executed: after.executed, snapshot: after.snapshot }, sent];
}

function executeAll(node: Node): Node {
  const { log, executed } = node;
  const through = decidedThrough(log);
  const fresh = slotsAfter(executed.through, through).map((at) => decreeAt(log, at)!);
  if (fresh.length === 0) return node;
  return { ...node, executed: { ...executed, through, state: [...executed.state, ...fresh] } };
}
