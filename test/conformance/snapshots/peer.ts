/**
 * The mapping of chapter 17's peer, who knows the whole log and answers those who lack a part of it.
 *
 * Its snapshot is of all that it has executed, however far back its log begins: production takes it so. The book's ends where the log begins.
 */
import type { Learned } from '#spec/17-learning-and-snapshots/follower.js';
import type { PeerContext } from '#spec/17-learning-and-snapshots/peer.js';
import type { Configuration } from '#src/paxos/configuration.js';
import { type Send, send } from '#src/paxos/effect.js';
import { decidedThrough } from '#src/paxos/log.js';
import type { CatchUpMessage } from '#src/paxos/log-message.js';
import type { Received } from '#src/paxos/message.js';
import type { DecreesMessage, SnapshotMessage } from '#src/paxos/replica-message.js';
import type { ListingMapping } from '../compare.js';
import { asNode, decreeOf } from '../parliament/words.js';
import { compact, type Decrees, type Known, knownOf, type Node, nodeOf } from './node.js';
import type { SnapshotRoles } from './tie.js';

type Event =
  | { readonly type: 'compact' }
  | { readonly type: 'catchUp'; readonly slot: number; readonly from: string };

type Answer = Send<DecreesMessage<string> | SnapshotMessage<Decrees, never>>;

/** The book's peer sends one decree at a time. */
const ONE = { catchUpMax: 1, bytesMax: Number.POSITIVE_INFINITY, bytesOf: () => 0 };

export function peerMapping(
  members: Configuration,
  roles: SnapshotRoles,
): ListingMapping<Node, Received<CatchUpMessage> | { readonly type: 'compact' }, Answer> {
  const stateOf = (context: unknown) => nodeOf(members, inWords(context as PeerContext));
  return {
    concretise: ({ context }) => [stateOf(context)],
    abstract: (node) => ({ value: {}, context: knownOf(node) }),
    kept: ({ context }) => ({ value: {}, context: inWords(context as PeerContext) }),
    input: (event) => {
      const asked = event as unknown as Event;
      if (asked.type === 'compact') return asked;
      const message = { type: 'catchUp', decided: asked.slot - 1 } as const;
      return { type: 'message', from: asNode(asked.from), message };
    },
    follow: ({ before, after, sent }, node) => ({
      after: stateOf((after ?? before).context),
      effects: (sent as unknown as readonly (Learned & { readonly to: string })[]).map((said) =>
        send({ node: asNode(said.to) }, answerOf(said, node)),
      ),
    }),
    step: (node, input) => {
      if (input.type === 'compact') {
        const base = node.log.base + 1;
        return base > decidedThrough(node.log) ? [node, []] : [compact(node, base, roles)[0], []];
      }
      const { from, message } = input;
      const answer = roles.caughtUp(node.log, node.snapshot, message.decided, ONE);
      return [node, answer === null ? [] : [send({ node: from }, answer)]];
    },
  };
}

function inWords({ log, base }: PeerContext): Known {
  const all = log.map((value, index) => ({ slot: index + 1, value }));
  return { base, log: all.slice(base), executed: log, snapshot: base === 0 ? null : log };
}

function answerOf(said: Learned, { log, snapshot }: Node): Answer['message'] {
  if (said.type === 'snapshot') return { type: 'snapshot', snapshot: snapshot! };
  const { slot, value } = said;
  return { type: 'decrees', after: slot - 1, values: [decreeOf(value)], decided: decidedThrough(log) };
}
