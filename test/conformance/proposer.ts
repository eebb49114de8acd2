/** The proposer's mapping: a ballot is the last round with the proposer's name, and of the state only the round is durable. */
import type { LocalState, Pair } from '#model/index.js';
import { processOfMachine } from '#model/participant/machine.js';
import type { ProposerContext, proposerMachine } from '#spec/14-the-synod/proposer.js';
import type { RequestMessage } from '#src/paxos/message.js';
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
import { quorumSets, receivedOf, sentOf } from './words.js';

/** What an instance of the spec fixes. */
export interface ProposerInstance {
  readonly quorums: Quorums;
  /** The bound on each proposer's rounds, by name: the instance's, to which production has no counterpart. */
  readonly rounds: Readonly<Record<string, number>>;
  readonly machine: typeof proposerMachine;
}

export function proposerMapping(
  { quorums, rounds, machine }: ProposerInstance,
  step: typeof stepProposer<string>,
): RoleMapping<Proposer<string>, ProposerInput<string>, ProposerEffect<string>, ProposerRecord> {
  return {
    concretise: (spec) => concretise(spec, quorums),
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
    message: (effect) => (effect.type === 'send' ? sentOf(effect) : undefined),
    step,
    durable: ({ round }) => ({ round }),
    beyondBounds: (pair) => (isAtItsBound(pair) ? withOneRoundMore(pair, machine) : undefined),
  };
}

function concretise({ value: phase, context }: LocalState, quorums: Quorums): Proposer<string> {
  const { id, value, ballot, promises } = context as ProposerContext;
  const request: RequestMessage<string> | null = value === null ? null : { type: 'request', value };
  const always = { id: id as NodeId, quorums, round: ballot?.round ?? 0 };
  if (phase === 'idle') return { ...always, phase, request };
  if (request === null) throw new Error('a production proposer begins no round without a request');
  if (phase === 'accepting') return { ...always, phase, request };
  if (phase !== 'preparing') throw new Error(`a production proposer has no phase '${phase}'`);
  return { ...always, phase, request, promises: promises as readonly Promised<string>[] };
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
