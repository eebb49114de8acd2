/**
 * The leader's mapping. Production leaves out what it knows to be decided: it neither proposes it again nor keeps what it proposed there,
 * and a command goes to the next slot that is open. Where a promise of its quorum tells of a snapshot, it asks for what that stands for,
 * and is given it here at once.
 */
import type { LocalState, Pair } from '#model/index.js';
import { processOfMachine } from '#model/participant/machine.js';
import {
  type LeaderContext,
  type leaderMachine,
  nextSlot,
  type Report,
} from '#spec/16-the-parliament/leader.js';
import type { Message } from '#spec/16-the-parliament/messages.js';
import type { Configuration } from '#src/paxos/configuration.js';
import { persist, send } from '#src/paxos/effect.js';
import type { LogLeader } from '#src/paxos/leadership.js';
import { decide, decidedThrough, isDecided, type Log } from '#src/paxos/log.js';
import type { LogLeaderEffect, LogLeaderInput, stepLogLeader } from '#src/paxos/log-leader.js';
import { slot, slotsAfter } from '#src/paxos/slot.js';
import type { ListingMapping, Outcome } from '../compare.js';
import {
  asNode,
  ballotOf,
  decidedOf,
  decreeOf,
  logOf,
  type MayHaveSnapshot,
  reachOf,
  specVoteOf,
  voteOf,
  wordOf,
} from './words.js';

interface WithLog {
  readonly leader: LogLeader<string>;
  readonly log: Log<string>;
}

type Event =
  | (Message<'promise'> & MayHaveSnapshot & { readonly from: string })
  | (Message<'decided'> & { readonly from: string })
  | { readonly type: 'timeout' | 'retry' }
  | { readonly type: 'command'; readonly value: string };

/** The role's input; a decision goes into its log first. */
interface Input {
  readonly decided?: ReturnType<typeof decidedOf>;
  readonly input: LogLeaderInput<string>;
}

type Effect = LogLeaderEffect<string>;
type Mapping = ListingMapping<WithLog, Input, Effect>;

/** What the leader never looks at: which decree a decided slot holds. */
const SOME = 'some decree';
/** A command that nobody has asked for. */
const FRESH = 'a fresh command';

export function leaderMapping(
  members: Configuration,
  step: typeof stepLogLeader<string>,
  machine: typeof leaderMachine,
): Mapping {
  const stateOf = (spec: LocalState) => stateIn(spec, members);
  return {
    concretise: (spec) => [stateOf(spec)],
    abstract: ({ leader, log }) => specOf(leader, log),
    kept: ({ value, context }) => {
      const { id, decided, ballot, first, promises, proposals } = context as LeaderContext;
      return {
        value,
        context: {
          id,
          decided,
          round: ballot?.round ?? 0,
          first: value === 'preparing' ? first : null,
          promises: promises.map((report) => ({ ...reportOf(report), votes: report.votes })),
          proposals: proposals.filter((one) => !decided.includes(one.slot)),
        },
      };
    },
    input: (event) => inputOf(event as unknown as Event, members),
    follow: (pair, before) => ({
      after: stateOf(pair.after ?? pair.before),
      effects: effectsOf(pair, before, members),
    }),
    deviate: (pair, before) => skipping(pair, before, members),
    step: ({ leader, log }, { decided, input }) => {
      const grown = decided === undefined ? log : decide(log, decided)[0];
      const [after, effects] = step(leader, input, grown);
      if (after.phase !== 'recovering') return [{ leader: after, log: grown }, effects];
      const caughtUp = withAllThrough(Math.max(...after.promises.map((one) => one.decided)), grown);
      const [leading, proposals] = step(after, { type: 'grown' }, caughtUp);
      return [{ leader: leading, log: caughtUp }, [...effects, ...proposals]];
    },
    beyondBounds: (pair) => withoutBounds(pair, machine),
  };
}

function stateIn({ value: phase, context }: LocalState, members: Configuration): WithLog {
  const { id, decided, ballot, first, promises, proposals } = context as LeaderContext;
  const log = logOf(
    members,
    decided.map((at) => ({ slot: at, value: SOME })),
  );
  const always = { id: asNode(id), incarnation: 0, round: ballot?.round ?? 0, heard: null };
  const configuration = members.id;
  if (phase === 'following') return { log, leader: { ...always, phase } };
  if (phase === 'preparing') {
    const counted = promises.map((report) => {
      const { acceptor, decided } = reportOf(report);
      return { acceptor: asNode(acceptor), decided, votes: report.votes.map(voteOf) };
    });
    return { log, leader: { ...always, phase, configuration, from: slot(first), promises: counted } };
  }
  if (phase !== 'leading') throw new Error(`a production leader has no phase '${phase}'`);
  const open = proposals.map(decidedOf).filter((one) => !isDecided(log, one.slot));
  return { log, leader: { ...always, phase, configuration, proposals: open } };
}

function specOf(leader: LogLeader<string>, log: Log<string>): LocalState {
  const known = [...log.decrees.keys()].map((index) => index + 1);
  return {
    value: leader.phase,
    context: {
      id: leader.id,
      decided: [...known, ...log.beyond.map((one) => one.slot)],
      round: leader.round,
      first: leader.phase === 'preparing' ? leader.from : null,
      promises:
        leader.phase === 'preparing'
          ? leader.promises.map((one) => ({ ...one, votes: one.votes.map(specVoteOf) }))
          : [],
      proposals:
        leader.phase === 'leading'
          ? leader.proposals.map((one) => ({ slot: one.slot, value: wordOf(one.value) }))
          : [],
    },
  };
}

function inputOf(event: Event, { id: configuration }: Configuration): Input {
  switch (event.type) {
    case 'timeout':
      return { input: { type: 'prepare' } };
    case 'retry':
      return { input: { type: 'resend' } };
    case 'command':
      return { input: { type: 'propose', value: decreeOf(event.value) } };
    case 'decided':
      return { decided: decidedOf({ ...event, value: SOME }), input: { type: 'grown' } };
    case 'promise': {
      const { ballot, votes, from } = event;
      return {
        input: {
          type: 'message',
          from: asNode(from),
          message: {
            type: 'promise',
            ballot: ballotOf(ballot),
            configuration,
            decided: reachOf(event),
            votes: votes.map(voteOf),
            grants: [],
          },
        },
      };
    }
  }
}

/** What a report tells of decisions: how far its snapshot reaches. */
function reportOf(report: Report & MayHaveSnapshot): { readonly acceptor: string; readonly decided: number } {
  return { acceptor: report.acceptor, decided: reachOf(report) };
}

/** The log once it has been told all decrees through that slot. */
function withAllThrough(last: number, log: Log<string>): Log<string> {
  return slotsAfter(decidedThrough(log), last).reduce<Log<string>>(
    (before, at) => decide(before, decidedOf({ slot: at, value: SOME }))[0],
    log,
  );
}

/** Its messages go to all acceptors; a new round is kept before they are. A new leader first asks for what its quorum knows. */
function effectsOf(pair: Pair, { log }: WithLog, members: Configuration): readonly Effect[] {
  const { before, after, sent } = pair;
  const [was, is] = [before, after ?? before].map(
    ({ context }) => (context as LeaderContext).ballot?.round ?? 0,
  );
  const messages = (sent as unknown as readonly Message<'prepare' | 'accept'>[])
    .filter((said) => said.type === 'prepare' || !isDecided(log, slot(said.slot)))
    .map((said) => sentOf(said, members));
  const known = decidedThrough(log);
  const asked = quorumOf(pair)
    .filter(({ decided }) => decided > known)
    .map(({ acceptor }) => send({ node: asNode(acceptor) }, { type: 'catchUp' as const, decided: known }));
  return [...(was === is ? [] : [persist({ type: 'round' as const, round: is! })]), ...asked, ...messages];
}

/** What each of its quorum told, by acceptor, where the pair's promise completes a quorum. */
function quorumOf({ before, event, after }: Pair): readonly ReturnType<typeof reportOf>[] {
  if (before.value !== 'preparing' || after?.value !== 'leading') return [];
  const { from, ...told } = event as Event & { readonly type: 'promise' };
  const reports = (before.context as LeaderContext).promises.map(reportOf);
  return [...reports, { acceptor: from, decided: reachOf(told) }].sort((one, other) =>
    one.acceptor < other.acceptor ? -1 : 1,
  );
}

function sentOf(said: Message<'prepare' | 'accept'>, { id: configuration }: Configuration): Effect {
  const to = { role: 'acceptor' } as const;
  return said.type === 'prepare'
    ? send(to, { type: 'prepare', ballot: ballotOf(said.ballot), from: slot(said.slot), configuration })
    : send(to, { type: 'accept', ...voteOf(said), configuration });
}

/** Where the slot that the spec takes next is decided already, production takes the next that is not. */
function skipping(
  { before: spec, event, sent }: Pair,
  { leader, log }: WithLog,
  { id: configuration }: Configuration,
): Outcome<WithLog, Effect> | undefined {
  const next = nextSlot(spec.context as LeaderContext);
  if (event.type !== 'command' || sent.length === 0 || leader.phase !== 'leading') return undefined;
  if (!isDecided(log, slot(next))) return undefined;
  let open = next;
  while (isDecided(log, slot(open))) open++;
  const proposal = { slot: slot(open), value: decreeOf((event as Event & { type: 'command' }).value) };
  const ballot = ballotOf((spec.context as LeaderContext).ballot!);
  return {
    after: { log, leader: { ...leader, proposals: [...leader.proposals, proposal] } },
    effects: [send({ role: 'acceptor' }, { type: 'accept', ...proposal, ballot, configuration })],
  };
}

/** What the machine does where only the instance's bounds stop it: a ballot, a slot and a command more, the event's as if it were new. */
function withoutBounds(pair: Pair, machine: typeof leaderMachine): Pair | undefined {
  const { before } = pair;
  const context = before.context as LeaderContext;
  const isRefused = pair.after === undefined || (pair.sent.length === 0 && pair.event.type !== 'promise');
  const isBounded =
    pair.event.type === 'timeout' || (pair.event.type === 'command' && before.value === 'leading');
  if (!isRefused || !isBounded) return undefined;
  const { rounds, slots, commands } = context;
  const event = pair.event.type === 'command' ? { ...pair.event, value: FRESH } : pair.event;
  const wider = { ...context, rounds: rounds + 1, slots: slots + 1, commands: [FRESH] };
  const process = processOfMachine(machine, context);
  const outcome = process.step(
    machine.resolveState({ value: before.value as string, context: wider }),
    event,
  );
  if (typeof outcome === 'string') throw new Error(`the spec refuses ${event.type} with bounds to spare`);
  const [state, sent] = outcome;
  const after = process.show(state);
  return {
    ...pair,
    event,
    after: { ...after, context: { ...(after.context as LeaderContext), rounds, slots, commands } },
    sent: sent as Pair['sent'],
  };
}
