/**
 * The mapping of chapter 17's follower, who was away and takes what it is told.
 *
 * The book's keeps the state and its slot alone; production keeps decrees after a snapshot too, as many as it was told one by one. So a
 * state stands for one of production's for each slot at which its log can begin.
 */
import type { Pair } from '#model/index.js';
import type { FollowerContext, Learned } from '#spec/17-learning-and-snapshots/follower.js';
import type { Configuration } from '#src/paxos/configuration.js';
import { type Persist, persist } from '#src/paxos/effect.js';
import { type DecidedRecord, firstOpen } from '#src/paxos/log.js';
import type { DecreesMessage, SnapshotMessage } from '#src/paxos/replica-message.js';
import type { ListingMapping } from '../compare.js';
import { decidedOf, decreeOf, wordOf } from '../parliament/words.js';
import { type Decrees, install, learn, type Node, nodeOf, snapshotOf } from './node.js';
import type { SnapshotRoles } from './tie.js';

export function followerMapping(
  members: Configuration,
  roles: SnapshotRoles,
): ListingMapping<
  Node,
  DecreesMessage<string> | SnapshotMessage<Decrees, never>,
  Persist<DecidedRecord<string>>
> {
  const stateFrom = (base: number, { state }: FollowerContext): Node => {
    const log = state.map((value, index) => ({ slot: index + 1, value })).slice(base);
    return nodeOf(members, {
      base,
      log,
      executed: state,
      snapshot: base === 0 ? null : state.slice(0, base),
    });
  };
  return {
    concretise: ({ context }) => {
      const follower = context as FollowerContext;
      return Array.from({ length: follower.applied + 1 }, (_, base) => stateFrom(base, follower));
    },
    abstract: ({ executed: { state, through } }) => ({
      value: {},
      context: { state: state.map(wordOf), applied: through } satisfies FollowerContext,
    }),
    input: (event) => inputOf(event as unknown as Learned, members),
    follow: (pair, before) => {
      const said = pair.event as unknown as Learned;
      const after = (pair.after ?? pair.before).context as FollowerContext;
      const isAhead = said.slot >= firstOpen(before.log);
      const base = said.type === 'snapshot' && isAhead ? said.slot : before.log.base;
      return {
        after: stateFrom(base, after),
        effects: said.type === 'decided' && isAhead ? [persist({ type: 'decided', ...decidedOf(said) })] : [],
      };
    },
    step: (node, message) =>
      message.type === 'snapshot'
        ? install(node, message.snapshot, roles)
        : learn(node, roles.decisionsOf(message), roles),
  };
}

/** When a follower asks is up to whoever tells it how far others are: a heartbeat, a poll or a promise, of which the book's has none. */
export function isForFollower({ event }: Pair): boolean {
  return event.type !== 'ask';
}

function inputOf(
  said: Learned,
  members: Configuration,
): DecreesMessage<string> | SnapshotMessage<Decrees, never> {
  if (said.type === 'snapshot') return { type: 'snapshot', snapshot: snapshotOf(members, said.state) };
  const { slot, value } = said;
  return { type: 'decrees', after: slot - 1, values: [decreeOf(value)], decided: slot };
}
