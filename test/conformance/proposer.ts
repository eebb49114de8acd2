/** The proposer's mapping: a ballot is the last round with the proposer's name, and of the state only the round is durable. */
import type { LocalState, Pair } from '#model/index.js';
import { processOfMachine } from '#model/participant/machine.js';
import { isSameBallot } from '#spec/14-the-synod/ballot.js';
import type { ProposerContext, proposerMachine } from '#spec/14-the-synod/proposer.js';
import type { SetTimer } from '#src/paxos/effect.js';
import type { AcceptMessage, PrepareMessage, RequestMessage } from '#src/paxos/message.js';
import type { NodeId } from '#src/paxos/node-id.js';
import type {
  Promised,
  Proposer,
  ProposerEffect,
  ProposerInput,
  ProposerRecord,
  stepProposer,
} from '#src/paxos/proposer.js';
import type { Quorums } from '#src/paxos/quorum.js';
import type { RoleMapping } from './compare.js';
import { quorumSets, receivedOf, sendsOf } from './words.js';

/** What the proposer needs to know of an instance. */
export interface ProposerInstance {
  readonly quorums: Quorums;
  /** The bound on each proposer's rounds, by name: the instance's, to which production has no counterpart. */
  readonly rounds: Readonly<Record<string, number>>;
  readonly machine: typeof proposerMachine;
}

type Mapping = RoleMapping<Proposer<string>, ProposerInput<string>, ProposerEffect<string>, ProposerRecord>;

export function proposerMapping(
  { quorums, rounds, machine }: ProposerInstance,
  step: typeof stepProposer<string>,
): Mapping {
  return {
    concretise: (spec) => [stateOf(spec, quorums)],
    abstract: (proposer) => {
      const { id, request, round } = proposer;
      const context: ProposerContext = {
        id,
        quorums: quorumSets(proposer.quorums, 'phase1'),
        rounds: rounds[id]!,
        value: request?.value ?? null,
        ballot: round === 0 ? null : { round, proposer: id },
        promises: proposer.phase === 'preparing' ? proposer.promises : [],
      };
      return { value: proposer.phase, context };
    },
    input: (event) => (event.type === 'timeout' ? { type: 'timeout' } : receivedOf(event)),
    follow: (pair) => ({
      after: stateOf(pair.after ?? pair.before, quorums),
      effects: [...sendsOf<PrepareMessage | AcceptMessage<string>>(pair), ...timerOf(pair)],
    }),
    deviate: ({ event }, before) => {
      if (event.type !== 'promise') return undefined;
      const { from, message } =
        receivedOf<Extract<ProposerInput<string>, { message: { vote: unknown } }>['message']>(event);
      // The spec's network has no strangers.
      if (!quorums.acceptors.includes(from)) return { after: before, effects: [] };
      return isSecondOfItsBallot(before, from, message) ? { throws: 'BallotViolation' } : undefined;
    },
    step,
    durable: ({ round }) => ({ round }),
    beyondBounds: (pair) => (isAtItsBound(pair) ? withOneRoundMore(pair, machine) : undefined),
  };
}

function stateOf({ value: phase, context }: LocalState, quorums: Quorums): Proposer<string> {
  const { id, value, ballot, promises } = context as ProposerContext;
  const request: RequestMessage<string> | null = value === null ? null : { type: 'request', value };
  const always = { id: id as NodeId, quorums, round: ballot?.round ?? 0 };
  if (phase === 'idle') return { ...always, phase, request };
  if (request === null) throw new Error('a production proposer begins no round without a request');
  if (phase === 'accepting') return { ...always, phase, request };
  if (phase !== 'preparing') throw new Error(`a production proposer has no phase '${phase}'`);
  return { ...always, phase, request, promises: promises as readonly Promised<string>[] };
}

/** In the spec a timeout may come at any moment; production asks its node for one, and for how long it may wait. */
function timerOf({ before, after = before }: Pair): readonly SetTimer[] {
  const [was, is] = [before.context as ProposerContext, after.context as ProposerContext];
  if (was.ballot?.round !== is.ballot?.round) return [{ type: 'setTimer', wait: 'backOff' }];
  return was.value === is.value ? [] : [{ type: 'setTimer', wait: 'none' }];
}

/** Whether it is news, and reports another value than an earlier promise did of the same ballot. */
function isSecondOfItsBallot(
  proposer: Proposer<string>,
  from: NodeId,
  {
    ballot,
    vote,
  }: { readonly ballot: { readonly round: number; readonly proposer: NodeId } } & Omit<
    Promised<string>,
    'acceptor'
  >,
): boolean {
  if (proposer.phase !== 'preparing' || vote === null) return false;
  const { id, round, promises } = proposer;
  const isNews =
    isSameBallot(ballot, { round, proposer: id }) && promises.every(({ acceptor }) => acceptor !== from);
  return (
    isNews &&
    promises.some(
      ({ vote: other }) =>
        other !== null && isSameBallot(other.ballot, vote.ballot) && other.value !== vote.value,
    )
  );
}

/** Whether only the bound on rounds, which is no rule of Paxos, keeps the proposer from its next round or a request for it. */
function isAtItsBound({ event, before }: Pair): boolean {
  const { value, ballot, rounds } = before.context as ProposerContext;
  const wanted = value === null ? 'request' : 'timeout';
  return event.type === wanted && (ballot?.round ?? 0) >= rounds;
}

/** The pair as it is with the bound raised by one: what the machine does there. */
function withOneRoundMore(pair: Pair, machine: typeof proposerMachine): Pair {
  const context = pair.before.context as ProposerContext;
  const { rounds } = context;
  const process = processOfMachine(machine, context);
  const raised = machine.resolveState({
    value: pair.before.value as string,
    context: { ...context, rounds: rounds + 1 },
  });
  const outcome = process.step(raised, pair.event);
  if (typeof outcome === 'string')
    throw new Error(`the spec refuses ${pair.event.type} with a round to spare`);
  const [state, sent] = outcome;
  const after = process.show(state);
  return {
    ...pair,
    after: { ...after, context: { ...(after.context as ProposerContext), rounds } },
    sent: sent as Pair['sent'],
  };
}
