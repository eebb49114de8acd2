/** The mapping of chapter 18's acceptor, which grants leases, to a whole replica: who may grant what to whom, until when, and who may prepare. */
import type { LocalState, Pair } from '#model/index.js';
import type { AcceptorContext } from '#spec/18-a-stable-leader/acceptor.js';
import type { Message } from '#spec/18-a-stable-leader/messages.js';
import type { LeaseSize } from '#spec/18-a-stable-leader/size.js';
import { type Ballot, isAbove, sameBallot } from '#src/paxos/ballot.js';
import { type Persist, persist, type Send, send } from '#src/paxos/effect.js';
import type { Grant } from '#src/paxos/lease.js';
import { type LogAcceptor, type LogAcceptorRecord, stepLogAcceptor } from '#src/paxos/log-acceptor.js';
import type { NodeId } from '#src/paxos/node-id.js';
import { type Kept, nothingKept } from '#src/paxos/record.js';
import type { ReplicaMessage } from '#src/paxos/replica-message.js';
import type { Replica } from '#src/paxos/replica-state.js';
import { slot } from '#src/paxos/slot.js';
import type { Make } from '#test/leases/cluster.js';
import { machine } from '#test/model-based/replica-cluster.js';
import type { Answer, Effect as ReplicaEffect, State } from '#test/model-based/replica-node.js';
import type { ListingMapping, Outcome } from '../compare.js';
import { acceptorMapping as acceptorOfChapter16 } from '../parliament/acceptor.js';
import {
  ALPHA,
  asNode,
  ballotOf,
  logOf,
  membersOf,
  specBallotOf,
  specVoteOf,
  voteOf,
} from '../parliament/words.js';

/** What a replica knows as an acceptor, with how long its grant still runs in the place of when it ends. */
export interface Granting {
  readonly acceptor: LogAcceptor<string>;
  readonly granted: (Omit<Grant, 'until'> & { readonly left: number }) | null;
}

/** Of the chapter's events those that an acceptor takes; the ballot in which a lease was asked for that is released is made up. */
export type Event = { readonly from: string } & (
  | Message<'prepare' | 'accept' | 'ask' | 'grantTick'>
  | (Message<'release'> & { readonly ballot: { readonly round: number; readonly proposer: string } })
);
type Heard = { readonly from: NodeId; readonly message: ReplicaMessage<string, State, Answer> } | 'tick';
type Effect = Persist<LogAcceptorRecord<string>> | Send<unknown>;

/** The acceptor, and the nodes, which do not vote in the chapter: nothing else tells a replica whom to listen to. */
const members = membersOf(['a1', 'n1', 'n2']);
const ACCEPTOR = asNode('a1');
const log = logOf(members, []);
const chapter16 = acceptorOfChapter16(members, stepLogAcceptor);
const NOW = 1_000;
const TOLD: readonly string[] = ['promise', 'accepted', 'refused'];
const FORGOTTEN = { ballot: null, asked: Number.MIN_SAFE_INTEGER };

/** An acceptor of that size as a replica, and what it is when it has started again. A tick is a millisecond. */
export function grantingOf({ lease, margin }: LeaseSize, make: Make) {
  const limits = { alpha: ALPHA, leaseMs: lease + margin, leaseMarginMs: margin };
  const { start, step } = make({ id: ACCEPTOR, incarnation: 0, configuration: members, machine, limits });
  const kept = (acceptor: LogAcceptor<string>): Kept<string, State, Answer> => ({
    ...nothingKept({ alpha: ALPHA, configuration: members }),
    ...acceptor,
  });
  const tick = { type: 'timer', timer: 'heartbeat' } as const;
  return {
    step: ({ acceptor, granted }: Granting, heard: Heard) => {
      const [replica] = start(kept(acceptor));
      const until = granted && { ballot: granted.ballot, asked: granted.asked, until: NOW + granted.left };
      const before = { ...replica, now: NOW, lease: { ...replica.lease, granted: until } };
      const [after, effects] = step(
        before,
        heard === 'tick' ? { ...tick, now: NOW + 1 } : { type: 'message', ...heard, now: NOW },
      );
      return [shown(after), effects.flatMap(listed)] as const;
    },
    /** As it is when its clock is first looked at. */
    startedAgain: (acceptor: LogAcceptor<string>): Granting => {
      const hasKept = acceptor.promised !== null;
      const [replica] = start(hasKept ? kept(acceptor) : undefined);
      return shown(step(replica, { ...tick, now: NOW })[0]);
    },
  };
}

export function acceptorMapping(size: LeaseSize, make: Make): ListingMapping<Granting, Heard, Effect> {
  const { step } = grantingOf(size, make);
  return {
    concretise: statesOf,
    abstract: ({ acceptor, granted }) =>
      specOf({
        promised: acceptor.promised && specBallotOf(acceptor.promised),
        votes: acceptor.votes.map(specVoteOf),
        left: granted?.left ?? 0,
        granted: granted?.ballot ? granted.asked : 0,
      }),
    kept: ({ context }) => specOf(context as AcceptorContext),
    input: (event) => heardOf(event as unknown as Event),
    follow,
    deviate,
    step,
  };
}

/** Which request was granted makes no difference when the grant has run out, unless it is one of the next ballot that is granted. */
function specOf({ promised, votes, left, granted = 0 }: Omit<AcceptorContext, 'lease'>): LocalState {
  return { value: {}, context: { promised, votes, left, granted: left > 0 ? granted : 0 } };
}

/** The grant is of the ballot that is promised, or of an earlier one of its proposer; of nobody's, where it was forgotten. */
export function statesOf({ context }: LocalState): readonly Granting[] {
  const { promised, votes, left, granted = 0 } = context as AcceptorContext;
  const acceptor = { promised: promised && ballotOf(promised), votes: votes.map(voteOf) };
  if (promised === null) return [{ acceptor, granted: null }];
  const of = (ballot: Ballot) => ({ acceptor, granted: { ballot, asked: granted, left } });
  const forgotten = { acceptor, granted: { ...FORGOTTEN, left } };
  const { round, proposer } = ballotOf(promised);
  const own = Array.from({ length: round }, (_, at) => of({ round: at + 1, proposer, incarnation: 0 }));
  if (left > 0) return granted === 0 ? [forgotten] : own;
  const other = asNode(proposer === 'n1' ? 'n2' : 'n1');
  const others = of({ round: 1, proposer: other, incarnation: 0 });
  return [{ acceptor, granted: null }, forgotten, ...(granted === 0 ? [] : [...own, others])];
}

function heardOf(event: Event): Heard {
  if (event.type === 'grantTick') return 'tick';
  const from = asNode(event.from);
  const ballot = ballotOf(event.ballot);
  const { id: configuration } = members;
  switch (event.type) {
    case 'prepare':
      return { from, message: { type: 'prepare', ballot, from: slot(event.slot), configuration } };
    case 'accept':
      return { from, message: { type: 'accept', ...voteOf(event), configuration } };
    case 'ask':
      return { from, message: { type: 'heartbeat', ballot, decided: 0, asked: event.number } };
    case 'release':
      return { from, message: { type: 'release', ballot, asked: event.number, to: from } };
  }
}

function follow(pair: Pair, state: Granting): Outcome<Granting, Effect> {
  const { left, granted: noted = 0 } = (pair.after ?? pair.before).context as AcceptorContext;
  const event = pair.event as unknown as Event;
  const { acceptor, granted } = state;
  const becomes = (after: Granting['granted'], ...effects: readonly Effect[]) => ({
    after: { acceptor, granted: after },
    effects,
  });
  switch (event.type) {
    case 'prepare':
    case 'accept':
      return withGrant(chapter16.follow(pair, { acceptor, log }), granted);
    case 'grantTick':
      return becomes(granted && { ...granted, left });
    case 'release': {
      // One that has run out may be forgotten too: nothing rests on it.
      const isRunOut = granted?.left === 0 && isOf(granted, event) && granted.asked <= event.number;
      return becomes(isRunOut || left < (granted?.left ?? 0) ? null : granted);
    }
    case 'ask': {
      if (pair.sent.length === 0) return becomes(granted);
      const ballot = ballotOf(event.ballot);
      const asked = isOf(granted, event) ? noted : event.number;
      const said = { type: 'heard', ballot, decided: 0, granted: event.number } as const;
      return becomes({ ballot, asked, left }, send({ node: asNode(event.from) }, said));
    }
  }
}

/** Where the chapter's acceptor is silent, production says which promise binds it; where it has forgotten whose its grant is, it is silent. */
function deviate(pair: Pair, state: Granting): Outcome<Granting, Effect> | undefined {
  const event = pair.event as unknown as Event;
  const { acceptor, granted } = state;
  const isSilent = pair.sent.length === 0;
  const silence = { after: state, effects: [] };
  if (event.type === 'grantTick') return undefined;
  if (event.type === 'release')
    return granted?.ballot?.proposer === event.from && !isOf(granted, event) ? silence : undefined;
  const isGranted = granted !== null && granted.left > 0;
  const isForgotten = isGranted && granted.ballot === null;
  const isAnothers = isGranted && granted.ballot !== null && granted.ballot.proposer !== event.from;
  if (event.type === 'prepare' && (isForgotten || (isSilent && isAnothers))) return silence;
  if (event.type !== 'ask') {
    const answer = chapter16.deviate!(pair, { acceptor, log });
    return answer && withGrant(answer, granted);
  }
  if (!isForgotten && !isSilent) return undefined;
  const { promised } = acceptor;
  if (promised === null || !isAbove(promised, ballotOf(event.ballot))) return silence;
  return {
    after: state,
    effects: [send({ node: asNode(event.from) }, { type: 'refused', ballot: promised })],
  };
}

/** Whether it was granted to that ballot. */
function isOf(
  granted: Granting['granted'],
  event: Exclude<Event, { type: 'grantTick' }>,
): granted is Grant & { left: number } {
  return granted?.ballot != null && sameBallot(granted.ballot, ballotOf(event.ballot));
}

function withGrant(
  outcome: ReturnType<typeof chapter16.follow>,
  granted: Granting['granted'],
): Outcome<Granting, Effect> {
  if ('throws' in outcome) return outcome;
  return { after: { acceptor: outcome.after.acceptor, granted }, effects: outcome.effects };
}

function shown({ acceptor, lease: { granted }, now }: Replica<string, State, Answer>): Granting {
  if (granted === null) return { acceptor, granted };
  if (granted === 'forgotten') throw new Error('expected a replica that has been told the time');
  const { ballot, asked, until } = granted;
  return { acceptor, granted: { ballot, asked, left: Math.max(0, until - now) } };
}

/** What it keeps and says as an acceptor: what else it does is no part of the chapter’s acceptor. */
function listed(effect: ReplicaEffect): readonly Effect[] {
  if (effect.type === 'persist')
    return effect.records.flatMap((record) =>
      record.type === 'promised' || record.type === 'vote' ? [persist(record)] : [],
    );
  if (effect.type !== 'send') return [];
  const { to, message } = effect;
  const isSaid = message.type === 'heard' ? message.granted !== undefined : TOLD.includes(message.type);
  return isSaid ? [send({ node: to }, message)] : [];
}
