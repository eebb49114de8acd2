/** Production with one rule of learning, catching up or snapshots broken, by wrapping a right function. */
import { send } from '#src/paxos/effect.js';
import { decidedThrough, joined, type Log } from '#src/paxos/log.js';
import type { SlotVote } from '#src/paxos/log-message.js';
import { slot } from '#src/paxos/slot.js';
import type { Kind } from '../compare.js';
import { doing } from '../parliament/mutants/mutant.js';
import { ALPHA } from '../parliament/words.js';
import { production, type Role, type SnapshotRoles } from './tie.js';

export interface SnapshotMutant {
  /** Reads as the subject of a sentence. */
  readonly name: string;
  /** The row of the known mistakes, where it is one. */
  readonly row?: string;
  /** What first tells it from the right one. */
  readonly told: Kind;
  /** In which role of the chapter. */
  readonly breaks: Role;
  readonly roles: SnapshotRoles;
}

function mutant(
  breaks: Role,
  name: string,
  told: Kind,
  broken: Partial<SnapshotRoles>,
  row?: string,
): SnapshotMutant {
  const roles = { ...production, ...broken };
  return { name, told, breaks, roles, ...(row !== undefined && { row }) };
}

/** A snapshot installed in the place of everything through its slot, with other decisions kept beyond it. */
function installing(beyondOf: (log: Log<string>, through: number) => Log<string>['beyond']) {
  return (log: Log<string>, { through, configurations }: Parameters<SnapshotRoles['installed']>[1]) =>
    through <= decidedThrough(log)
      ? log
      : joined({
          alpha: log.alpha,
          base: through,
          decrees: [],
          beyond: beyondOf(log, through),
          configurations,
        });
}

/** It takes such a message as if any slot was in its reach. */
function reachingFar(type: 'accept' | 'prepare'): Partial<SnapshotRoles> {
  return {
    acceptor: (acceptor, input, log) =>
      production.acceptor(acceptor, input, input.message.type === type ? { ...log, alpha: ALPHA } : log),
  };
}

const inPromises: readonly SnapshotMutant[] = [
  mutant(
    'acceptor',
    'an acceptor that promises and does not say how far its snapshot reaches',
    'the messages sent',
    {
      acceptor: doing(production.acceptor, (effects) =>
        effects.map((one) =>
          one.type === 'send' && one.message.type === 'promise'
            ? send(one.to, { ...one.message, decided: 0 })
            : one,
        ),
      ),
    },
    'L9',
  ),
  mutant(
    'leader',
    'a leader that takes the slots behind a reported snapshot for empty ones',
    'the state after',
    {
      leader: (leader, input, log) =>
        input.type === 'message' && input.message.type === 'promise'
          ? production.leader(leader, { ...input, message: { ...input.message, decided: 0 } }, log)
          : production.leader(leader, input, log),
    },
    'L9',
  ),
  mutant('leader', 'a leader that asks nobody for what its quorum knows', 'the messages sent', {
    leader: doing(production.leader, (effects) =>
      effects.filter((one) => one.type !== 'send' || one.message.type !== 'catchUp'),
    ),
  }),
  mutant('leader', 'a leader that asks every acceptor for what one of its quorum knows', 'the addresses', {
    leader: doing(production.leader, (effects) =>
      effects.map((one) =>
        one.type === 'send' && one.message.type === 'catchUp' ? send({ role: 'acceptor' }, one.message) : one,
      ),
    ),
  }),
  mutant(
    'acceptor',
    'an acceptor that votes in slots of which it cannot know who governs them',
    'the state after',
    reachingFar('accept'),
    'C3',
  ),
  mutant(
    'acceptor',
    'an acceptor that promises in slots of which it cannot know who governs them',
    'the messages sent',
    reachingFar('prepare'),
    'C3',
  ),
  mutant('acceptor', 'an acceptor that votes in slots for which a snapshot stands', 'the state after', {
    acceptor: (acceptor, input, log) =>
      production.acceptor(acceptor, input, input.message.type === 'accept' ? { ...log, base: 0 } : log),
  }),
];

const inSnapshots: readonly SnapshotMutant[] = [
  mutant(
    'acceptor',
    'an acceptor that forgets its votes after a snapshot and keeps those before it',
    'the state after',
    {
      forgetVotes: (acceptor, log) => ({
        ...acceptor,
        votes: acceptor.votes.filter((vote: SlotVote<string>) => vote.slot <= decidedThrough(log)),
      }),
    },
    'D1',
  ),
  mutant(
    'replica',
    'a replica that installs a snapshot and cuts what it knows after it',
    'the state after',
    { installed: installing(() => []) },
    'D1',
  ),
  mutant(
    'replica',
    'a replica that keeps what it has at the edge of an installed snapshot',
    'the state after',
    { installed: installing((log, through) => log.beyond.filter((one) => one.slot >= through)) },
    'D2',
  ),
  mutant('follower', 'a follower that installs a snapshot of less than it has executed', 'the state after', {
    installed: (log, snapshot) => production.installed({ ...log, base: 0, decrees: [] }, snapshot),
  }),
  mutant(
    'replica',
    'a replica that leaves what it knows after an installed snapshot behind a hole that is none',
    'the state after',
    {
      installed: (log, snapshot) => {
        const after = production.installed(log, snapshot);
        return after === log
          ? log
          : { ...after, decrees: [], beyond: log.beyond.filter((one) => one.slot > snapshot.through) };
      },
    },
  ),
  mutant(
    'replica',
    'a replica that says of its snapshot that it ends one slot earlier',
    'the state after',
    {
      snapshotOf: (executed, log) => ({
        ...production.snapshotOf(executed, log),
        through: executed.through - 1,
      }),
    },
    'D4',
  ),
  mutant(
    'follower',
    'a disk that drops the beginning of the log and keeps the snapshot before it',
    'the state after',
    { keep: (kept, record) => ({ ...production.keep(kept, record), snapshot: kept.snapshot }) },
    'D4',
  ),
  mutant(
    'acceptor',
    'a disk that drops the votes after a snapshot with those before it',
    'the state after',
    {
      keep: (kept, record) => {
        const after = production.keep(kept, record);
        return record.type === 'snapshot' ? { ...after, votes: [] } : after;
      },
    },
    'D1',
  ),
  mutant('acceptor', 'a disk that gives back a vote and not the promise that it is', 'the state after', {
    keep: (kept, record) => ({
      ...production.keep(kept, record),
      ...(record.type === 'vote' && { promised: kept.promised }),
    }),
  }),
  mutant('peer', 'a peer that leaves out one decree more than its snapshot allows it', 'the state after', {
    truncated: (log, base) => ({ ...production.truncated(log, base + 1), base }),
  }),
];

const inCatchingUp: readonly SnapshotMutant[] = [
  mutant(
    'peer',
    'a peer that has no snapshot to send in the place of decrees that it left out',
    'the messages sent',
    { caughtUp: (log, _, decided, most) => production.caughtUp(log, null, decided, most) },
    'D3',
  ),
  mutant(
    'peer',
    'a peer that counts decrees from the first slot though its log begins later',
    'the messages sent',
    {
      caughtUp: (log, snapshot, decided, most) => {
        const answer = production.caughtUp(log, snapshot, decided, most);
        return answer?.type === 'decrees'
          ? { ...answer, values: log.decrees.slice(decided, decided + most.catchUpMax) }
          : answer;
      },
    },
  ),
  mutant(
    'peer',
    'a peer that sends its snapshot to those who lack only decrees that it has',
    'the messages sent',
    {
      caughtUp: (log, snapshot, decided, most) =>
        decided < decidedThrough(log) && snapshot !== null
          ? { type: 'snapshot', snapshot }
          : production.caughtUp(log, snapshot, decided, most),
    },
  ),
  mutant('peer', 'a peer that does not say how much more it knows than it sends', 'the messages sent', {
    caughtUp: (log, snapshot, decided, most) => {
      const answer = production.caughtUp(log, snapshot, decided, most);
      return answer?.type === 'decrees' ? { ...answer, decided: decided + answer.values.length } : answer;
    },
  }),
  mutant(
    'follower',
    'a follower that takes what it is sent for the decrees one slot further on',
    'the state after',
    {
      decisionsOf: (decrees) =>
        production.decisionsOf(decrees).map((one) => ({ ...one, slot: slot(one.slot + 1) })),
    },
  ),
  mutant('follower', 'a follower that does not ask those who know more', 'the messages sent', {
    receive: () => {},
  }),
  mutant('follower', 'a follower that asks for decrees from one slot too far on', 'the messages sent', {
    receive: (turn, from, message) => {
      const { log } = turn.replica;
      turn.become({ log: { ...log, base: log.base + 1 } });
      if (message.type === 'polled')
        production.receive(turn, from, { ...message, decided: message.decided + 1 });
      turn.become({ log });
    },
  }),
  mutant('follower', 'a follower that executes decrees and keeps none of them', 'the state after', {
    decide: doing(production.decide, () => []),
  }),
];

export const mutants: readonly SnapshotMutant[] = [...inPromises, ...inSnapshots, ...inCatchingUp];
