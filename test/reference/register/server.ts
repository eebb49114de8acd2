/** The server of register Paxos: proposer and acceptor in one. */
import { assertEvent, setup } from 'xstate';
import { including, type Received, type Sent } from '#model/index.js';
import {
  type Accept,
  type Accepted,
  type Ballot,
  compareBallots,
  type Decided,
  type Get,
  type GetOk,
  type Prepare,
  type Prepared,
  type Proposal,
  type Put,
  type PutOk,
  type Vote,
} from './messages.js';

interface ServerInput {
  readonly name: string;
  readonly number: number;
  readonly peers: readonly string[];
  /** How many servers, this one included, are a majority. */
  readonly majority: number;
}

interface ServerContext extends ServerInput {
  readonly ballot: Ballot;
  /** What this server proposes once a client asked; once a majority promised, what it has to propose. */
  readonly proposal: Proposal | null;
  /** The last vote that each server reported with its promise for the own ballot, by name, own vote included. */
  readonly promises: Readonly<Record<string, Vote | null>>;
  /** The names of the servers that voted for the proposal in the own ballot: a sorted set. */
  readonly votes: readonly string[];
  /** The last vote; from the decision on, what was decided. */
  readonly accepted: Vote | null;
}

const base = setup({
  types: {
    context: {} as ServerContext,
    input: {} as ServerInput,
    events: {} as
      | Received<Put>
      | Received<Get>
      | Received<Prepare>
      | Received<Prepared>
      | Received<Accept>
      | Received<Accepted>
      | Received<Decided>,
    emitted: {} as
      | Sent<PutOk>
      | Sent<GetOk>
      | Sent<Prepare>
      | Sent<Prepared>
      | Sent<Accept>
      | Sent<Accepted>
      | Sent<Decided>,
  },
  guards: {
    hasNoProposal: ({ context }) => context.proposal === null,
    isAboveBallot: ({ context, event }) => {
      assertEvent(event, 'prepare');
      return compareBallots(event.ballot, context.ballot) > 0;
    },
    isNotBelowBallot: ({ context, event }) => {
      assertEvent(event, 'accept');
      return compareBallots(event.ballot, context.ballot) >= 0;
    },
    isForBallot: ({ context, event }) => {
      assertEvent(event, ['prepared', 'accepted']);
      return compareBallots(event.ballot, context.ballot) === 0;
    },
    completesPromises: ({ context, event }) => {
      assertEvent(event, 'prepared');
      const promised = Object.keys({ ...context.promises, [event.from]: event.last });
      return compareBallots(event.ballot, context.ballot) === 0 && promised.length === context.majority;
    },
    completesVotes: ({ context, event }) => {
      assertEvent(event, 'accepted');
      const voted = including(context.votes, event.from);
      return compareBallots(event.ballot, context.ballot) === 0 && voted.length === context.majority;
    },
  },
});

export const server = base
  .extend({
    actions: {
      startBallot: base.assign({
        ballot: ({ context }) => ({ round: context.ballot.round + 1, id: context.number }),
        proposal: ({ event }) => {
          assertEvent(event, 'put');
          return { request: event.request, asker: event.from, value: event.value };
        },
        promises: ({ context }) => ({ [context.name]: context.accepted }),
        votes: [],
      }),
      joinBallot: base.assign({
        ballot: ({ event }) => {
          assertEvent(event, ['prepare', 'accept', 'decided']);
          return event.ballot;
        },
      }),
      rememberPromise: base.assign({
        promises: ({ context, event }) => {
          assertEvent(event, 'prepared');
          return { ...context.promises, [event.from]: event.last };
        },
      }),
      adoptProposal: base.assign({
        proposal: ({ context }) => proposalOfHighestVote(context) ?? context.proposal,
      }),
      voteForOwnProposal: base.assign({
        accepted: ({ context }) => ({ ballot: context.ballot, proposal: context.proposal! }),
        votes: ({ context }) => [context.name],
      }),
      vote: base.assign({
        accepted: ({ event }) => {
          assertEvent(event, ['accept', 'decided']);
          return { ballot: event.ballot, proposal: event.proposal };
        },
      }),
      rememberVote: base.assign({
        votes: ({ context, event }) => {
          assertEvent(event, 'accepted');
          return including(context.votes, event.from);
        },
      }),
      prepare: base.emit(({ context }) => ({ type: 'prepare', ballot: context.ballot, to: context.peers })),
      prepared: base.emit(({ context, event }) => {
        assertEvent(event, 'prepare');
        return { type: 'prepared', ballot: event.ballot, last: context.accepted, to: event.from };
      }),
      accept: base.emit(({ context }) => ({
        type: 'accept',
        ballot: context.ballot,
        proposal: context.proposal!,
        to: context.peers,
      })),
      accepted: base.emit(({ event }) => {
        assertEvent(event, 'accept');
        return { type: 'accepted', ballot: event.ballot, to: event.from };
      }),
      decided: base.emit(({ context }) => ({
        type: 'decided',
        ballot: context.ballot,
        proposal: context.proposal!,
        to: context.peers,
      })),
      putOk: base.emit(({ context }) => ({
        type: 'putOk',
        request: context.proposal!.request,
        to: context.proposal!.asker,
      })),
      getOk: base.emit(({ context, event }) => {
        assertEvent(event, 'get');
        const { value } = context.accepted!.proposal;
        return { type: 'getOk', request: event.request, value, to: event.from };
      }),
    },
  })
  .createMachine({
    id: 'server',
    context: ({ input }) => ({
      ...input,
      ballot: { round: 0, id: 0 },
      proposal: null,
      promises: {},
      votes: [],
      accepted: null,
    }),
    initial: 'undecided',
    states: {
      undecided: {
        on: {
          put: { guard: 'hasNoProposal', actions: ['startBallot', 'prepare'] },
          prepare: { guard: 'isAboveBallot', actions: ['joinBallot', 'prepared'] },
          prepared: [
            {
              guard: 'completesPromises',
              actions: ['rememberPromise', 'adoptProposal', 'voteForOwnProposal', 'accept'],
            },
            { guard: 'isForBallot', actions: 'rememberPromise' },
          ],
          accept: { guard: 'isNotBelowBallot', actions: ['joinBallot', 'vote', 'accepted'] },
          accepted: [
            { guard: 'completesVotes', target: 'decided', actions: ['rememberVote', 'decided', 'putOk'] },
            { guard: 'isForBallot', actions: 'rememberVote' },
          ],
          decided: { target: 'decided', actions: ['joinBallot', 'vote'] },
        },
      },
      decided: {
        on: { get: { actions: 'getOk' } },
      },
    },
  });

/** The proposal of the highest vote among the promises; undefined where none reports a vote. */
function proposalOfHighestVote({ promises }: ServerContext): Proposal | undefined {
  const votes = Object.values(promises).filter((vote) => vote !== null);
  return votes.sort((a, b) => compareBallots(b.ballot, a.ballot))[0]?.proposal;
}
