/** Leaders of a log with one rule broken. */
import { compareBallots } from '#src/paxos/ballot.js';
import { type Decree, NO_OP } from '#src/paxos/decree.js';
import { send } from '#src/paxos/effect.js';
import type { Leading, LogLeader, PromisedBy } from '#src/paxos/leadership.js';
import { stepLogLeader } from '#src/paxos/log-leader.js';
import { slot } from '#src/paxos/slot.js';
import { type LogRoles, production } from '../tie.js';
import { doing, type LogMutant, mutant } from './mutant.js';

type Leader = LogLeader<string>;

/** A leader that has counted other promises than it was given. */
function counting(promisesOf: (promises: readonly PromisedBy<string>[]) => readonly PromisedBy<string>[]) {
  const step: LogRoles['leader'] = (leader, input, log) => {
    if (leader.phase !== 'preparing' || input.type !== 'message' || input.message.type !== 'promise')
      return stepLogLeader(leader, input, log);
    const counted = { acceptor: input.from, decided: 0, votes: input.message.votes };
    const [last] = promisesOf([...leader.promises, counted]).slice(-1);
    const { from, message } = input;
    const promises = promisesOf([...leader.promises, counted]).slice(0, -1);
    const given = { ...message, votes: last?.votes ?? [] };
    return stepLogLeader({ ...leader, promises }, { type: 'message', from, message: given }, log);
  };
  return step;
}

/** What leads, with other proposals than it should make, and their messages. */
function proposing(proposalsOf: (leading: Leading<string>, before: Leader) => Leading<string>['proposals']) {
  const step: LogRoles['leader'] = (leader, input, log) => {
    const [after, effects] = stepLogLeader(leader, input, log);
    if (after.phase !== 'leading' || leader.phase !== 'preparing') return [after, effects];
    const proposals = proposalsOf(after, leader);
    const accepts = proposals.map(({ slot, value }) => {
      const ballot = { round: after.round, proposer: after.id, incarnation: after.incarnation };
      const { configuration } = after;
      return send({ role: 'acceptor' } as const, {
        type: 'accept' as const,
        slot,
        ballot,
        value,
        configuration,
      });
    });
    return [{ ...after, proposals }, accepts];
  };
  return step;
}

const isNoOp = (value: Decree<string>): boolean => value.type === 'noOp';

export const leaders: readonly LogMutant[] = [
  mutant('leader', 'does nothing', 'the state after', (leader) => [leader, []]),
  mutant(
    'leader',
    'leaves holes as they are',
    'the state after',
    proposing(({ proposals }) => proposals.filter(({ value }) => !isNoOp(value))),
    'L1',
  ),
  mutant(
    'leader',
    'fills every slot that was voted in with a no-op',
    'the state after',
    proposing(({ proposals }) => proposals.map(({ slot }) => ({ slot, value: NO_OP }))),
    'S8',
  ),
  mutant(
    'leader',
    'proposes the value of one slot in every slot that it adopts',
    'the state after',
    proposing(({ proposals }) => proposals.map(({ slot }) => ({ slot, value: proposals.at(-1)!.value }))),
    'L3',
  ),
  mutant(
    'leader',
    'adopts the lowest vote of a slot',
    'the state after',
    counting((promises) =>
      promises.map((one) => ({
        ...one,
        votes: one.votes.filter((vote) =>
          promises.every((other) =>
            other.votes.every(
              (than) => than.slot !== vote.slot || compareBallots(than.ballot, vote.ballot) >= 0,
            ),
          ),
        ),
      })),
    ),
    'S10',
  ),
  mutant(
    'leader',
    'looks at its last report only',
    'the state after',
    counting((promises) =>
      promises.map((one, at) => (at < promises.length - 1 ? { ...one, votes: [] } : one)),
    ),
    'S10',
  ),
  mutant(
    'leader',
    'asks for promises from the slot after the first open one',
    'the state after',
    (leader, input, log) => {
      const [after, effects] = stepLogLeader(leader, input, log);
      if (after.phase !== 'preparing' || input.type !== 'prepare') return [after, effects];
      return [{ ...after, from: slot(after.from + 1) }, effects];
    },
    'L1',
  ),
  mutant(
    'leader',
    'forgets which slot it asked from, in the message',
    'the messages sent',
    doing(production.leader, (effects) =>
      effects.map((one) =>
        one.type === 'send' && one.message.type === 'prepare'
          ? send(one.to, { ...one.message, from: slot(one.message.from + 1) })
          : one,
      ),
    ),
  ),
  mutant(
    'leader',
    'counts a repeated promise',
    'the state after',
    (leader, input, log) => {
      const isPromise = input.type === 'message' && input.message.type === 'promise';
      if (leader.phase !== 'preparing' || !isPromise || leader.promises.length === 0)
        return stepLogLeader(leader, input, log);
      const others = leader.promises.filter(({ acceptor }) => acceptor !== input.from);
      const away = ['n1', 'n2', 'n3', 'a1', 'a2', 'a3'].find((id) => id !== input.from) as typeof input.from;
      const renamed = others.length < leader.promises.length ? { ...input, from: away } : input;
      return stepLogLeader(leader, renamed, log);
    },
    'S11',
  ),
  mutant(
    'leader',
    'counts promises of its earlier ballot',
    'the state after',
    (leader, input, log) => {
      if (leader.phase !== 'preparing' || input.type !== 'message' || input.message.type !== 'promise')
        return stepLogLeader(leader, input, log);
      const ballot = { round: leader.round, proposer: leader.id, incarnation: leader.incarnation };
      return stepLogLeader(leader, { ...input, message: { ...input.message, ballot } }, log);
    },
    'S12',
  ),
  mutant(
    'leader',
    'uses its last round again',
    'the state after',
    (leader, input, log) =>
      stepLogLeader(
        input.type === 'prepare' && leader.round > 0 ? { ...leader, round: leader.round - 1 } : leader,
        input,
        log,
      ),
    'S13',
  ),
  mutant(
    'leader',
    'keeps no round',
    'the records',
    doing(production.leader, (effects) => effects.filter(({ type }) => type !== 'persist')),
  ),
  mutant(
    'leader',
    'asks before it keeps the round',
    'the order of effects',
    doing(production.leader, (effects) => [...effects].reverse()),
  ),
  mutant(
    'leader',
    'proposes two commands in one slot',
    'the state after',
    (leader, input, log) => {
      if (input.type !== 'propose' || leader.phase !== 'leading' || leader.proposals.length === 0)
        return stepLogLeader(leader, input, log);
      const before = { ...leader, proposals: leader.proposals.slice(0, -1) };
      return stepLogLeader(before, input, log);
    },
    'L6',
  ),
  mutant(
    'leader',
    'goes on behind the last decision that it hears of',
    'the state after',
    (leader, input, log) => {
      const last = log.beyond.at(-1);
      if (input.type !== 'propose' || leader.phase !== 'leading' || last === undefined)
        return stepLogLeader(leader, input, log);
      const holes = Array.from({ length: last.slot }, (_, at) => ({ slot: slot(at + 1), value: NO_OP }));
      const [after, effects] = stepLogLeader({ ...leader, proposals: holes }, input, log);
      if (after.phase !== 'leading') return [after, effects];
      return [{ ...after, proposals: [...leader.proposals, ...after.proposals.slice(-1)] }, effects];
    },
  ),
  mutant('leader', 'keeps proposing what is decided', 'the state after', (leader, input, log) =>
    input.type === 'grown' ? [leader, []] : stepLogLeader(leader, input, log),
  ),
  mutant('leader', 'sends nothing again', 'the messages sent', (leader, input, log) =>
    input.type === 'resend' ? [leader, []] : stepLogLeader(leader, input, log),
  ),
  mutant('leader', 'proposes before a quorum has promised', 'the state after', (leader, input, log) => {
    const [after, effects] = stepLogLeader(leader, input, log);
    if (after.phase !== 'preparing' || input.type !== 'message') return [after, effects];
    const { from: _, promises: __, ...rest } = after;
    return [{ ...rest, phase: 'leading', proposals: [] }, effects];
  }),
];
