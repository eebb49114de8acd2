/**
 * The mapping of chapter 24's leader, and of what it knows of the log: who governs which slot, whom it asks, and in which slots it may propose.
 *
 * A production leader proposes at once what was reported to it, and gives up a ballot that is for others than those who govern its first
 * open slot. The chapter's does the one step by step, and waits in the other.
 */
import type { LocalState, Pair } from '#model/index.js';
import { processOfMachine } from '#model/participant/machine.js';
import { configurationAt, configurationOf } from '#spec/24-adding-and-removing-nodes/configuration.js';
import {
  type LeaderContext,
  type LeaderInput,
  leaderMachine,
} from '#spec/24-adding-and-removing-nodes/leader.js';
import type { Message } from '#spec/24-adding-and-removing-nodes/messages.js';
import { NO_OP } from '#src/paxos/decree.js';
import { type Persist, persist, type Send, send } from '#src/paxos/effect.js';
import { startExecution } from '#src/paxos/execution.js';
import type { isOutdated, LogLeader } from '#src/paxos/leadership.js';
import { type decide, decidedThrough, isDecided, type Log } from '#src/paxos/log.js';
import type { stepLogLeader } from '#src/paxos/log-leader.js';
import type { Proposal } from '#src/paxos/log-message.js';
import { slot } from '#src/paxos/slot.js';
import { type installed, type snapshotOf, truncated } from '#src/paxos/snapshot.js';
import type { ListingMapping, Outcome } from '../compare.js';
import { asNode, ballotOf } from '../parliament/words.js';
import type { Words } from './words.js';

interface WithLog {
  readonly leader: LogLeader<string>;
  readonly log: Log<string>;
}

/** The chapter's events, with the leader that takes them: it knows what it proposes, and for whom its ballot is. */
type Event = { readonly from: string; readonly own: LeaderContext } & (
  | Message<'promise' | 'decided' | 'snapshot'>
  | { readonly type: 'timeout' | 'propose' | 'tell' }
);

type Effect = Persist<unknown> | Send<unknown>;
type Mapping = ListingMapping<WithLog, Event, Effect>;

/** The functions that a replica calls. */
export interface LeaderFunctions {
  readonly leader: typeof stepLogLeader<string>;
  readonly decide: typeof decide<string>;
  readonly installed: typeof installed<string>;
  readonly snapshotOf: typeof snapshotOf<null, never>;
  readonly isOutdated: typeof isOutdated<string>;
}

const TO_ALL = { role: 'learner' } as const;
const TO_VOTERS = { role: 'acceptor' } as const;

export function leaderMapping(words: Words, functions: LeaderFunctions): Mapping {
  return {
    concretise: (spec) => [stateOf(spec, words)],
    abstract: ({ leader, log }) => {
      const { phase, round } = leader;
      const { id } = phase === 'following' ? { id: null } : { id: leader.configuration };
      return {
        value: phase,
        context: {
          ...{ ...words.known(log), round, configuration: id },
          promises: phase === 'preparing' ? leader.promises.map(({ acceptor }) => acceptor) : [],
          proposed: phase === 'leading' ? leader.proposals.map((one) => one.slot) : [],
        },
      };
    },
    kept: ({ value, context }) => {
      const own = context as LeaderContext;
      const { through, configurations, beyond, ballot, configuration, promises } = own;
      const { id } = value === 'following' ? { id: null } : words.configuration(configuration);
      return {
        value,
        context: {
          ...{ through, configurations, beyond, round: ballot?.round ?? 0, configuration: id },
          promises: value === 'preparing' ? promises.map(({ acceptor }) => acceptor) : [],
          proposed: value === 'leading' ? proposedBy(own) : [],
        },
      };
    },
    input: (event) => event as unknown as Event,
    follow: (pair, before) => follow(pair, before, words),
    step: (before, event) => step(before, event, words, functions),
  };
}

/** A production leader that leads has proposed in every slot from its first open one on, through the one before its next. */
function proposedBy({ through, next, beyond }: LeaderContext): readonly number[] {
  const open = Array.from({ length: next - through - 1 }, (_, index) => through + index + 1);
  return open.filter((at) => !beyond.some((one) => one.slot === at));
}

function stateOf({ value: phase, context }: LocalState, words: Words): WithLog {
  const own = context as LeaderContext;
  const { id, ballot, configuration, next, promises } = own;
  const log = words.log(own);
  const always = { id: asNode(id), incarnation: 0, round: ballot?.round ?? 0, heard: null };
  if (phase === 'following' || isOver(own)) return { log, leader: { ...always, phase: 'following' } };
  const inBallot = { ...always, configuration: words.configuration(configuration).id };
  if (phase === 'leading') {
    // What it has proposed there the chapter's leader does not keep.
    const made = proposedBy(own).map((at) => ({ slot: slot(at), value: NO_OP }));
    return { log, leader: { ...inBallot, phase, proposals: made } };
  }
  if (phase !== 'preparing') throw new Error(`a production leader has no phase '${phase}'`);
  const counted = promises.map(({ acceptor, votes }) => ({
    acceptor: asNode(acceptor),
    decided: 0,
    votes: votes.map((vote) => words.vote(vote)),
  }));
  return { log, leader: { ...inBallot, phase, from: slot(next), promises: counted } };
}

/** Whether its ballot is for others than those who govern its first open slot. */
export function isOver(own: LeaderContext): boolean {
  return configurationAt(own.through + 1, own) !== own.configuration;
}

function step(
  { leader, log }: WithLog,
  event: Event,
  words: Words,
  functions: LeaderFunctions,
): ReturnType<Mapping['step']> {
  const { own } = event;
  const take = (input: Parameters<LeaderFunctions['leader']>[1]): ReturnType<Mapping['step']> => {
    const [after, effects] = functions.leader(leader, input, log);
    return [{ leader: after, log }, effects];
  };
  // As the replica does when its log has grown.
  const grow = (grown: Log<string>, records: readonly Effect[]): ReturnType<Mapping['step']> => {
    const [going, effects] = functions.leader(leader, { type: 'grown' }, grown);
    const [after] = functions.isOutdated(going, grown)
      ? functions.leader(going, { type: 'resign' }, grown)
      : [going];
    return [{ leader: after, log: truncated(grown, decidedThrough(grown)) }, [...records, ...effects]];
  };
  const executed = { ...startExecution<null, never>(null), through: decidedThrough(log) };
  switch (event.type) {
    case 'timeout':
      return take({ type: 'prepare' });
    case 'propose':
      return take({ type: 'propose', value: words.decree(own.plan[own.next - 1]!) });
    case 'promise':
      return take({
        type: 'message',
        from: asNode(event.from),
        message: {
          ...{ type: 'promise', ballot: ballotOf(event.ballot), decided: 0, grants: [] },
          configuration: words.configuration(own.configuration).id,
          votes: event.votes.map((vote) => words.vote(vote)),
        },
      });
    case 'decided':
      return grow(...functions.decide(log, words.decided(event)));
    case 'snapshot':
      return grow(functions.installed(log, { ...executed, ...words.governing(event) }), []);
    case 'tell': {
      const { through, configurations } = functions.snapshotOf(executed, log);
      return [
        { leader, log },
        through > 0 ? [send(TO_ALL, { type: 'snapshot', through, configurations })] : [],
      ];
    }
  }
}

function follow(pair: Pair, before: WithLog, words: Words): Outcome<WithLog, Effect> {
  const event = pair.event as unknown as Event;
  const next = pair.after ?? pair.before;
  const after = stateOf(next, words);
  const effects = pair.sent.map((said) => sentOf(said as unknown as Said, words));
  switch (event.type) {
    case 'timeout':
      return { after, effects: [persist({ type: 'round', round: after.leader.round }), ...effects] };
    case 'propose':
      return { after: proposing(after, before, effects), effects };
    case 'promise': {
      if (before.leader.phase !== 'preparing' || after.leader.phase !== 'leading') return { after, effects };
      const made = reportedIn(next, before.log, words);
      return { after: proposing(after, before, made), effects: made };
    }
    case 'decided': {
      const record = persist({ type: 'decided', ...words.decided(event) });
      return { after: since(before, after), effects: pair.after === undefined ? [] : [record] };
    }
    default:
      return { after: since(before, after), effects };
  }
}

type Said = { readonly to: readonly string[] } & Message<'prepare' | 'accept' | 'snapshot'>;

/** Whom the chapter's leader asks by name, production's asks by the number of their configuration. */
function sentOf(said: Said, words: Words): Effect {
  if (said.type === 'snapshot') return send(TO_ALL, { type: said.type, ...words.governing(said) });
  const configuration = words.configuration(configurationOf(said.to)).id;
  const ballot = ballotOf(said.ballot);
  if (said.type === 'prepare')
    return send(TO_VOTERS, { type: 'prepare', ballot, from: slot(said.slot), configuration });
  if (words.configuration(said.configuration).id !== configuration)
    throw new Error(`the chapter asks ${said.to} as ${said.configuration}`);
  return send(TO_VOTERS, { type: 'accept', ...words.decided(said), ballot, configuration });
}

/** What the chapter's leader proposes one by one of what was reported to it; it knows no no-op, and does not look what is decided. */
function reportedIn({ value, context }: LocalState, log: Log<string>, words: Words): readonly Effect[] {
  const own = context as LeaderContext;
  const { reported } = own;
  const process = processOfMachine(leaderMachine, own as LeaderInput);
  const last = Math.max(0, ...reported.map((vote) => vote.slot));
  const made: Effect[] = [];
  let at = leaderMachine.resolveState({ value: value as string, context: own }) as Parameters<
    typeof process.step
  >[0];
  for (;;) {
    const outcome = process.step(at, { type: 'propose' });
    if (typeof outcome === 'string') return made;
    const [said] = outcome[1] as unknown as readonly (Said & Message<'accept'>)[];
    if (said === undefined || said.slot > last) return made;
    const isReported = reported.some((vote) => vote.slot === said.slot);
    const sent = sentOf(said, words) as Send<object>;
    if (!isDecided(log, slot(said.slot)))
      made.push(isReported ? sent : { ...sent, message: { ...sent.message, value: NO_OP } });
    at = outcome[0];
  }
}

/** The state with what is proposed by these messages. */
function proposing({ leader, log }: WithLog, before: WithLog, effects: readonly Effect[]): WithLog {
  if (leader.phase !== 'leading') return { leader, log };
  const earlier = before.leader.phase === 'leading' ? before.leader.proposals : [];
  const made = effects.map((effect) => {
    const { slot, value } = (effect as Send<Proposal<string>>).message;
    return { slot, value };
  });
  return { leader: { ...leader, proposals: [...earlier, ...made] }, log };
}

/** The promises are about all slots since it began, whatever is decided meanwhile. */
function since({ leader: before }: WithLog, { leader, log }: WithLog): WithLog {
  const isGoingOn = before.phase === 'preparing' && leader.phase === 'preparing';
  return { leader: isGoingOn ? { ...leader, from: before.from } : leader, log };
}

/** The first reason why a pair is not compared: production never meets it, or only a bound of the instance stops it. Undefined where it is. */
export function whyLeft({ before, event: met, after }: Pair, words: Words): string | undefined {
  const event = met as unknown as Event;
  const own = before.context as LeaderContext;
  const { through, alpha, beyond, next, plan, reported, promises } = own;
  const isLeading = before.value === 'leading';
  const isItsOwn = configurationAt(next, own) === own.configuration;
  const isFar = (at: { readonly slot: number }) => at.slot > through + alpha;
  const told = [...promises.flatMap(({ votes }) => votes), ...(event.type === 'promise' ? event.votes : [])];
  if (words.isOutOfOrder(own, (after ?? before).context as LeaderContext))
    return 'a change of one that is not decided governs nothing';
  if (beyond.some(isFar) || (event.type === 'decided' && isFar(event)))
    return 'a decision out of reach is not kept';
  if (before.value !== 'following' && isOver(own)) return 'a ballot for others than govern is given up';
  if ([...reported, ...told].some(isFar)) return 'a leader knows as much as its quorum';
  if (isLeading && isItsOwn && reported.some((vote) => vote.slot >= next))
    return 'what was reported is proposed at once';
  if (isLeading && event.type === 'propose' && beyond.some((one) => one.slot === next))
    return 'nothing is proposed in a slot that is decided';
  if (event.type === 'timeout' && after === undefined) return 'the bound on ballots';
  if (isLeading && event.type === 'propose' && next > plan.length) return 'the bound on slots';
  return undefined;
}
