/**
 * The mapping of chapter 17's follower, who was away and takes what it is told.
 *
 * The book's keeps the state and its slot alone; production keeps decrees after a snapshot too, as many as it was told one by one. So a
 * state stands for one of production's for each slot at which its log can begin.
 */
import type { Pair } from '#model/index.js';
import type { CatchUp, FollowerContext, Learned } from '#spec/17-learning-and-snapshots/follower.js';
import type { Configuration } from '#src/paxos/configuration.js';
import { type Persist, persist, type Send, send } from '#src/paxos/effect.js';
import { type DecidedRecord, decidedThrough, firstOpen } from '#src/paxos/log.js';
import type { CatchUpMessage } from '#src/paxos/log-message.js';
import type { DecreesMessage, PolledMessage, SnapshotMessage } from '#src/paxos/replica-message.js';
import type { ListingMapping } from '../compare.js';
import { asNode, decidedOf, decreeOf, wordOf } from '../parliament/words.js';
import { type Decrees, hear, install, learn, type Node, nodeOf, snapshotOf } from './node.js';
import type { SnapshotRoles } from './tie.js';

type Input = DecreesMessage<string> | SnapshotMessage<Decrees, never> | PolledMessage;
type Event = Learned | { readonly type: 'ask' };

/** Whose word makes it ask: any member's that says how far it knows the log. */
const SOMEBODY = asNode('p1');

export function followerMapping(
  members: Configuration,
  roles: SnapshotRoles,
): ListingMapping<Node, Input, Persist<DecidedRecord<string>> | Send<CatchUpMessage>> {
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
    input: (event) => inputOf(event as unknown as Event, members),
    follow: (pair, before) => {
      const said = pair.event as unknown as Event;
      if (said.type === 'ask') return { after: before, effects: pair.sent.map(askedOf) };
      const after = (pair.after ?? pair.before).context as FollowerContext;
      const isAhead = said.slot >= firstOpen(before.log);
      const base = said.type === 'snapshot' && isAhead ? said.slot : before.log.base;
      return {
        after: stateFrom(base, after),
        effects: said.type === 'decided' && isAhead ? [persist({ type: 'decided', ...decidedOf(said) })] : [],
      };
    },
    step: (node, message) => {
      if (message.type === 'polled') {
        // Its sender knows one decree more.
        const polled = { ...message, decided: decidedThrough(node.log) + 1 };
        return hear(node, members, { from: SOMEBODY, message: polled }, roles);
      }
      if (message.type === 'snapshot') return install(node, message.snapshot, roles);
      return learn(node, roles.decisionsOf(message), roles);
    },
  };
}

/** The chapter's follower asks all peers for one slot; production asks one of them for all that comes after those that it knows. */
function askedOf(message: Pair['sent'][number]): Send<CatchUpMessage> {
  const { slot } = message as unknown as CatchUp;
  return send({ node: SOMEBODY }, { type: 'catchUp', decided: slot - 1 });
}

function inputOf(said: Event, members: Configuration): Input {
  if (said.type === 'ask') return { type: 'polled', hearsLeader: false, promised: null, decided: 0 };
  if (said.type === 'snapshot') return { type: 'snapshot', snapshot: snapshotOf(members, said.state) };
  const { slot, value } = said;
  return { type: 'decrees', after: slot - 1, values: [decreeOf(value)], decided: slot };
}
