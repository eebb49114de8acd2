/**
 * The acceptor's mapping: all of its state is in both, and all of it is durable. Of its log it knows only how far a snapshot reaches, if
 * there is one, since the spec's acceptor is told of no other decision.
 */
import type { AcceptorContext } from '#spec/16-the-parliament/acceptor.js';
import type { Message } from '#spec/16-the-parliament/messages.js';
import { isAbove, sameBallot } from '#src/paxos/ballot.js';
import type { Configuration } from '#src/paxos/configuration.js';
import { persist, send } from '#src/paxos/effect.js';
import { decidedThrough, isInReach, type Log } from '#src/paxos/log.js';
import type {
  LogAcceptor,
  LogAcceptorEffect,
  LogAcceptorInput,
  stepLogAcceptor,
} from '#src/paxos/log-acceptor.js';
import { slot } from '#src/paxos/slot.js';
import type { ListingMapping, Outcome } from '../compare.js';
import {
  ALPHA,
  asNode,
  ballotOf,
  logOf,
  type MayHaveSnapshot,
  reachOf,
  specBallotOf,
  specVoteOf,
  voteOf,
} from './words.js';

/** An acceptor of the log, with the log as it knows it. */
export interface WithLog {
  readonly acceptor: LogAcceptor<string>;
  readonly log: Log<string>;
}

type Event = Message<'prepare' | 'accept'> & { readonly from: string };

export function acceptorMapping(
  members: Configuration,
  step: typeof stepLogAcceptor<string>,
): ListingMapping<WithLog, LogAcceptorInput<string>, LogAcceptorEffect<string>> {
  const stateOf = (context: unknown): WithLog => {
    const { promised, votes, ...known } = context as AcceptorContext & MayHaveSnapshot;
    const acceptor = { promised: promised && ballotOf(promised), votes: votes.map(voteOf) };
    return { acceptor, log: { ...logOf(members, [], reachOf(known)), alpha: known.alpha ?? ALPHA } };
  };
  return {
    concretise: ({ context }) => [stateOf(context)],
    abstract: ({ acceptor: { promised, votes }, log }) => {
      const context = { promised: promised && specBallotOf(promised), votes: votes.map(specVoteOf) };
      return { value: {}, context: { ...context, reach: decidedThrough(log) } };
    },
    kept: ({ context }) => {
      const { promised, votes, ...known } = context as AcceptorContext & MayHaveSnapshot;
      return { value: {}, context: { promised, votes, reach: reachOf(known) } };
    },
    input: (event) => inputOf(event as unknown as Event, members),
    follow: (pair, before) => {
      const event = pair.event as unknown as Event;
      const after = stateOf((pair.after ?? pair.before).context);
      const effects = pair.sent.map((message) => sentOf(message as unknown as Said, event, before, members));
      return { after, effects: [...recordOf(before.acceptor, after.acceptor, event), ...effects] };
    },
    deviate: (pair, before) => {
      const event = pair.event as unknown as Event;
      return pair.sent.length === 0 ? answerOf(event, before, members) : insteadOf(event, before);
    },
    step: ({ acceptor, log }, input) => {
      const [after, effects] = step(acceptor, input, log);
      return [{ acceptor: after, log }, effects];
    },
  };
}

function inputOf(event: Event, { id: configuration }: Configuration): LogAcceptorInput<string> {
  const { from } = event;
  const ballot = ballotOf(event.ballot);
  return {
    type: 'message',
    from: asNode(from),
    message:
      event.type === 'prepare'
        ? { type: 'prepare', ballot, from: slot(event.slot), configuration }
        : { type: 'accept', ...voteOf(event), configuration },
  };
}

type Said = { readonly to: string } & (Message<'accepted'> | (Message<'promise'> & MayHaveSnapshot));

/**
 * In the spec a vote goes to the slot's learner; in production to whoever proposed, who learns for all. A snapshot that ends before what
 * was asked for is told in production only.
 */
function sentOf(
  said: Said,
  { from, slot: first }: Event,
  { log }: WithLog,
  { id: configuration }: Configuration,
): LogAcceptorEffect<string> {
  const to = { node: asNode(said.type === 'promise' ? said.to : from) };
  if (said.type === 'accepted') return send(to, { type: 'accepted', ...voteOf(said) });
  const votes = said.votes.map(voteOf);
  const reach = decidedThrough(log);
  return send(to, {
    type: 'promise',
    ballot: ballotOf(said.ballot),
    configuration,
    decided: reach < first ? reach : reachOf(said),
    votes,
    grants: [],
  });
}

/** A promise and a vote are a record each, of all that is new; what is told again has none. */
function recordOf(
  before: LogAcceptor<string>,
  after: LogAcceptor<string>,
  event: Event,
): readonly LogAcceptorEffect<string>[] {
  if (event.type === 'prepare')
    return after.promised === before.promised ||
      (before.promised && sameBallot(before.promised, after.promised!))
      ? []
      : [persist({ type: 'promised', ballot: after.promised! })];
  const vote = voteOf(event);
  const cast = before.votes.find(({ slot }) => slot === vote.slot);
  if (!after.votes.some(({ slot, ballot }) => slot === vote.slot && sameBallot(ballot, vote.ballot)))
    return [];
  return cast && sameBallot(cast.ballot, vote.ballot) ? [] : [persist({ type: 'vote', ...vote })];
}

/**
 * Where the spec's acceptor is silent, production says which promise binds it, asks for the decrees that it would have to know, or
 * promises the same ballot again; both are silent in a slot for which a snapshot stands.
 */
function answerOf(
  event: Event,
  before: WithLog,
  { id: configuration }: Configuration,
): Outcome<WithLog, LogAcceptorEffect<string>> | undefined {
  const { promised, votes } = before.acceptor;
  const decided = decidedThrough(before.log);
  const ballot = ballotOf(event.ballot);
  const to = { node: asNode(event.from) };
  if (promised !== null && isAbove(promised, ballot))
    return { after: before, effects: [send(to, { type: 'refused', ballot: promised })] };
  if (!isInReach(before.log, slot(event.slot))) return asking(event, before);
  if (event.type === 'accept') return undefined;
  const told = votes.filter((vote) => vote.slot >= event.slot);
  return {
    after: before,
    effects: [send(to, { type: 'promise', ballot, configuration, decided, votes: told, grants: [] })],
  };
}

/** The spec's acceptor promises for slots out of its reach as well; production first asks for what is decided before them. */
function insteadOf(event: Event, before: WithLog): ReturnType<typeof answerOf> {
  return event.type === 'prepare' && !isInReach(before.log, slot(event.slot))
    ? asking(event, before)
    : undefined;
}

function asking({ from }: Event, before: WithLog): ReturnType<typeof answerOf> {
  const message = { type: 'catchUp', decided: decidedThrough(before.log) } as const;
  return { after: before, effects: [send({ node: asNode(from) }, message)] };
}
