/** Acceptors of a log with one rule broken. */
import { isAbove } from '#src/paxos/ballot.js';
import { send } from '#src/paxos/effect.js';
import { type LogAcceptor, type LogAcceptorInput, stepLogAcceptor } from '#src/paxos/log-acceptor.js';
import type { SlotVote } from '#src/paxos/log-message.js';
import { type Slot, slot } from '#src/paxos/slot.js';
import { type LogRoles, production } from '../tie.js';
import { doing, type LogMutant, mutant } from './mutant.js';

type Acceptor = LogAcceptor<string>;
type Vote = SlotVote<string>;

/** An acceptor whose promises tell other votes. */
function reporting(votesOf: (acceptor: Acceptor, from: Slot) => readonly Vote[]): LogRoles['acceptor'] {
  return (acceptor, input, log) => {
    const [after, effects] = stepLogAcceptor(acceptor, input, log);
    return [
      after,
      effects.map((effect) =>
        effect.type === 'send' && effect.message.type === 'promise'
          ? { ...effect, message: { ...effect.message, votes: votesOf(acceptor, fromOf(input)) } }
          : effect,
      ),
    ];
  };
}

function fromOf({ message }: LogAcceptorInput<string>): Slot {
  return message.type === 'prepare' ? message.from : slot(1);
}

export const acceptors: readonly LogMutant[] = [
  mutant('acceptor', 'does nothing', 'the state after', (acceptor) => [acceptor, []]),
  mutant(
    'acceptor',
    'votes below its promise',
    'the state after',
    (acceptor, input, log) =>
      stepLogAcceptor(
        input.message.type === 'accept' ? { ...acceptor, promised: null } : acceptor,
        input,
        log,
      ),
    'S5',
  ),
  mutant(
    'acceptor',
    'votes only in the very ballot it promised',
    'the state after',
    (acceptor, input, log) =>
      input.message.type === 'accept' && isAbove(input.message.ballot, acceptor.promised)
        ? [acceptor, []]
        : stepLogAcceptor(acceptor, input, log),
    'L10',
  ),
  mutant(
    'acceptor',
    'votes and does not raise its promise',
    'the state after',
    (acceptor, input, log) => {
      const [after, effects] = stepLogAcceptor(acceptor, input, log);
      return [input.message.type === 'accept' ? { ...after, promised: acceptor.promised } : after, effects];
    },
    'S6',
  ),
  mutant('acceptor', 'keeps one vote for all slots', 'the state after', (acceptor, input, log) => {
    const [after, effects] = stepLogAcceptor(acceptor, input, log);
    const { message } = input;
    return message.type === 'accept'
      ? [{ ...after, votes: after.votes.filter((vote) => vote.slot === message.slot) }, effects]
      : [after, effects];
  }),
  mutant(
    'acceptor',
    'promises and tells no votes',
    'the messages sent',
    reporting(() => []),
    'S8',
  ),
  mutant(
    'acceptor',
    'tells its vote in the first slot asked for, and no other',
    'the messages sent',
    reporting(({ votes }, from) => votes.filter((vote) => vote.slot === from)),
    'L1',
  ),
  mutant(
    'acceptor',
    'tells all its votes, those before the first slot asked for too',
    'the messages sent',
    reporting(({ votes }) => votes),
  ),
  mutant(
    'acceptor',
    'tells its votes one slot too far back',
    'the messages sent',
    reporting(({ votes }, from) =>
      votes.filter((vote) => vote.slot >= from).map((vote) => ({ ...vote, slot: slot(vote.slot + 1) })),
    ),
    'L3',
  ),
  mutant(
    'acceptor',
    'tells the promised ballot as that of its votes',
    'the messages sent',
    reporting(({ votes, promised }, from) =>
      votes.filter((vote) => vote.slot >= from).map((vote) => ({ ...vote, ballot: promised! })),
    ),
    'S9',
  ),
  mutant(
    'acceptor',
    'keeps no promise',
    'the records',
    doing(production.acceptor, (effects) =>
      effects.filter((one) => one.type !== 'persist' || one.record.type !== 'promised'),
    ),
    'S1',
  ),
  mutant(
    'acceptor',
    'keeps no vote',
    'the records',
    doing(production.acceptor, (effects) =>
      effects.filter((one) => one.type !== 'persist' || one.record.type !== 'vote'),
    ),
    'S2',
  ),
  mutant(
    'acceptor',
    "keeps a vote's ballot apart, as a promise, before the vote",
    'the records',
    doing(production.acceptor, (effects) =>
      effects.flatMap((one) =>
        one.type === 'persist' && one.record.type === 'vote'
          ? [{ ...one, record: { type: 'promised' as const, ballot: one.record.ballot } }, one]
          : [one],
      ),
    ),
    'L5',
  ),
  mutant(
    'acceptor',
    'answers before it keeps anything',
    'the order of effects',
    doing(production.acceptor, (effects) => [...effects].reverse()),
  ),
  mutant(
    'acceptor',
    'never says which promise binds it',
    'the messages sent',
    doing(production.acceptor, (effects) =>
      effects.filter((one) => one.type !== 'send' || one.message.type !== 'refused'),
    ),
  ),
  mutant(
    'acceptor',
    'tells its votes to every learner',
    'the addresses',
    doing(production.acceptor, (effects) =>
      effects.map((one) =>
        one.type === 'send' && one.message.type === 'accepted' ? send({ role: 'learner' }, one.message) : one,
      ),
    ),
  ),
];
