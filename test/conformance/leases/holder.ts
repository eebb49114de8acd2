/** The mapping of chapter 18's replica, which holds a lease, to a whole replica that leads: when it asks, what it counts, until when it answers. */
import type { LocalState, Pair } from '#model/index.js';
import type { Message } from '#spec/18-a-stable-leader/messages.js';
import type { ReplicaContext } from '#spec/18-a-stable-leader/replica.js';
import type { LeaseSize } from '#spec/18-a-stable-leader/size.js';
import type { Ballot } from '#src/paxos/ballot.js';
import { type Send, send } from '#src/paxos/effect.js';
import { nothingKept } from '#src/paxos/record.js';
import type { Make } from '#test/leases/cluster.js';
import { machine } from '#test/model-based/replica-cluster.js';
import type { Input, Effect as ReplicaEffect } from '#test/model-based/replica-node.js';
import type { ListingMapping } from '../compare.js';
import { ALPHA, asNode, ballotOf, logOf, membersOf } from '../parliament/words.js';

/** What a replica knows as the holder of a lease. */
interface Holding {
  readonly round: number;
  /** How long what it was granted still runs: 0 where it has run out, null where it was granted nothing. */
  readonly left: number | null;
  /** The slots that it has executed, and those that were reported to it. */
  readonly executed: number;
  readonly through: number;
  /** For so long it asks for no lease. */
  readonly silent: number;
}

/** The chapter's events, with the replica that takes them. */
type Event = { readonly own: ReplicaContext } & (
  | Message<'granted' | 'leaseTick'>
  | { readonly type: 'renew' | 'read' | 'giveUp' }
);

/** The only one that grants, in the instances whose nodes are no acceptors. */
const ACCEPTOR = asNode('a1');
const USER = { node: asNode('user') };
const members = membersOf(['a1']);
const NOW = 1_000;
const ELECTION_MS = 500;

export function holderMapping(
  id: string,
  { lease, margin }: LeaseSize,
  make: Make,
): ListingMapping<Holding, Event, Send<unknown>> {
  const limits = { alpha: ALPHA, leaseMs: lease + margin, leaseMarginMs: margin, electionMs: ELECTION_MS };
  const { start, step } = make({ id: asNode(id), incarnation: 0, configuration: members, machine, limits });
  const ballotIn = (round: number) => ballotOf({ round, proposer: id });
  return {
    concretise: statesOf,
    abstract: specOf,
    kept: (spec) => specOf(statesOf(spec).at(-1)!),
    input: (event) => event as unknown as Event,
    follow: ({ event, before, after = before, sent }, { left: had, ...state }) => {
      const holding = statesOf(after).at(-1)!;
      const isReleased = event.type === 'giveUp';
      const left = isReleased || (had === null && event.type !== 'granted') ? null : holding.left;
      return {
        after: { ...holding, left, silent: isReleased ? ELECTION_MS : 0 },
        effects: sent.map((said) => sentOf(said as unknown as Said, ballotIn(state.round), state.executed)),
      };
    },
    step: ({ round, left, executed, through }, event) => {
      const decided = Array.from({ length: executed }, (_, at) => ({ slot: at + 1, value: 'some decree' }));
      const log = logOf(members, decided);
      const [replica] = start({ ...nothingKept({ alpha: ALPHA, configuration: members }), round, log });
      const held = left === null ? [] : [{ by: ACCEPTOR, asked: NOW - lease + left }];
      const leading = { phase: 'leading', configuration: members.id, proposals: [] } as const;
      const [after, effects] = step(
        {
          ...replica,
          leader: round === 0 ? replica.leader : { ...replica.leader, ...leading },
          lease: { ...replica.lease, granted: null, held, through },
          now: NOW,
        },
        inputOf(event, ballotIn(round), lease),
      );
      const counted = after.lease.held.find(({ by }) => by === ACCEPTOR);
      const holding = {
        round: after.leader.round,
        left: counted === undefined ? null : Math.max(0, counted.asked + lease - after.now),
        executed: after.executed.through,
        through: after.lease.through,
        silent: Math.max(0, after.lease.voidThrough - NOW),
      };
      return [holding, effects.flatMap(listed)];
    },
  };
}

/** Where it holds no lease it was granted nothing, or that has run out. */
function statesOf({ context }: LocalState): readonly Holding[] {
  const { ballot, left, executed, through } = context as ReplicaContext;
  const holding = { round: ballot?.round ?? 0, executed: executed.length, through, silent: 0 };
  return left > 0 ? [{ ...holding, left }] : [null, 0].map((none) => ({ ...holding, left: none }));
}

function specOf({ round, left, executed, through }: Holding): LocalState {
  return { value: {}, context: { round, left: left ?? 0, executed, through } };
}

type Said = Message<'ask' | 'release' | 'answer'>;

function sentOf(said: Said, ballot: Ballot, executed: number): Send<unknown> {
  const to = { node: ACCEPTOR };
  switch (said.type) {
    case 'ask':
      return send(to, { type: 'heartbeat', ballot, decided: executed, asked: NOW });
    case 'release':
      return send(to, { type: 'release', ballot, asked: NOW, to: ACCEPTOR });
    case 'answer':
      return send(USER, { slot: said.values.length, byLease: true });
  }
}

function inputOf({ own, ...event }: Event, ballot: Ballot, lease: number): Input {
  switch (event.type) {
    case 'renew':
      return { type: 'timer', timer: 'heartbeat', now: NOW };
    case 'leaseTick':
      return { type: 'timer', timer: 'resend', now: NOW + 1 };
    case 'read':
      return { type: 'read', read: 1, command: 'read', now: NOW };
    case 'giveUp':
      return { type: 'transfer', to: ACCEPTOR, now: NOW };
    case 'granted': {
      // The number of a request is the time at which it was made; one that waits no more was made a lease ago.
      const granted = NOW - lease + own.asked;
      return {
        type: 'message',
        from: ACCEPTOR,
        message: { type: 'heard', ballot, decided: 0, granted },
        now: NOW,
      };
    }
  }
}

/** What it asks for, releases, and answers by its lease: what else it does is no part of the chapter’s replica. */
function listed(effect: ReplicaEffect): readonly Send<unknown>[] {
  if (effect.type === 'reply' && effect.reply.type === 'answered') {
    const { slot, byLease } = effect.reply;
    return [send(USER, { slot, byLease })];
  }
  if (effect.type !== 'send') return [];
  const { to, message } = effect;
  const isSaid = message.type === 'release' || (message.type === 'heartbeat' && message.asked !== undefined);
  return isSaid ? [send({ node: to }, message)] : [];
}

/** The first reason why a pair is not compared; undefined where it is. */
export function whyLeft({ before, event: met, after }: Pair): string | undefined {
  const { type } = met;
  const own = before.context as ReplicaContext;
  if (type === 'decided' || type === 'leads') return 'learning and coming to lead are chapter 16’s';
  if (type === 'granted' && (met as unknown as Message<'granted'>).number < own.number)
    return 'a grant of an earlier request counts, too';
  if (type === 'giveUp' && own.left === 0) return 'a leader may let another lead without a lease';
  if (type === 'renew' && own.ballot !== null && after === undefined) return 'the bound on requests';
  return undefined;
}
