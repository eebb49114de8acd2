/** The mapping of chapter 17's replica: it learns decree by decree, compacts all that it has executed, and installs another's snapshot. */
import type { Pair } from '#model/index.js';
import type { Message, Snapshot } from '#spec/17-learning-and-snapshots/messages.js';
import type { ReplicaContext } from '#spec/17-learning-and-snapshots/replica.js';
import type { Configuration } from '#src/paxos/configuration.js';
import { type Persist, persist } from '#src/paxos/effect.js';
import type { DecidedRecord } from '#src/paxos/log.js';
import type { DecidedSlot } from '#src/paxos/log-message.js';
import type { SnapshotMessage } from '#src/paxos/replica-message.js';
import type { ListingMapping } from '../compare.js';
import { decidedOf, reachOf } from '../parliament/words.js';
import {
  compact,
  type Decrees,
  install,
  type Known,
  knownOf,
  learn,
  type Node,
  nodeOf,
  snapshotOf,
} from './node.js';
import type { SnapshotRoles } from './tie.js';

type Event = Message<'decided' | 'promise'> | { readonly type: 'compact' };

type Input =
  | { readonly type: 'decided'; readonly decided: DecidedSlot<string> }
  | { readonly type: 'compact' }
  | SnapshotMessage<Decrees, never>;

export function replicaMapping(
  members: Configuration,
  roles: SnapshotRoles,
): ListingMapping<Node, Input, Persist<DecidedRecord<string>>> {
  return {
    concretise: ({ context }) => [nodeOf(members, inWords(context as ReplicaContext))],
    abstract: (node) => ({ value: {}, context: knownOf(node) }),
    kept: ({ context }) => ({ value: {}, context: inWords(context as ReplicaContext) }),
    input: (event) => inputOf(event as unknown as Event, members),
    follow: (pair) => ({
      after: nodeOf(members, inWords((pair.after ?? pair.before).context as ReplicaContext)),
      effects: recordsOf(pair),
    }),
    step: (node, input) => {
      if (input.type === 'decided') return learn(node, [input.decided], roles);
      if (input.type === 'snapshot') return install(node, input.snapshot, roles);
      // It does not take the same snapshot again.
      const { through } = node.executed;
      return through > (node.snapshot?.through ?? 0) ? compact(node, through, roles) : [node, []];
    },
  };
}

/** A promise without a snapshot says nothing to a replica. */
export function isForReplica({ event }: Pair): boolean {
  return event.type !== 'promise' || (event as unknown as Message<'promise'>).snapshot !== null;
}

function inWords({ log, executed, snapshot }: ReplicaContext): Known {
  return {
    base: reachOf({ snapshot }),
    log,
    executed: executed.map(({ value }) => value),
    snapshot: snapshot && stateOf(snapshot),
  };
}

/** @throws Error where the snapshot's slots are not those from 1 on: production's has none of them, only the last. */
function stateOf({ slot: last, state }: Snapshot): readonly string[] {
  if (state.length !== last || state.some(({ slot }, index) => slot !== index + 1))
    throw new Error(`expected a snapshot of the slots 1 to ${last}, got ${JSON.stringify(state)}`);
  return state.map(({ value }) => value);
}

function inputOf(event: Event, members: Configuration): Input {
  if (event.type === 'decided') return { type: 'decided', decided: decidedOf(event) };
  if (event.type === 'compact') return event;
  return { type: 'snapshot', snapshot: snapshotOf(members, stateOf(event.snapshot!)) };
}

/** A decision is kept once, when it is news. */
function recordsOf({ before, event, after }: Pair): readonly Persist<DecidedRecord<string>>[] {
  if (event.type !== 'decided' || after === undefined) return [];
  const decided = decidedOf(event as unknown as Message<'decided'>);
  const { log, executed } = before.context as ReplicaContext;
  const isKnown = [...log, ...executed].some(({ slot }) => slot === decided.slot);
  return isKnown ? [] : [persist({ type: 'decided', ...decided })];
}
