/** Learners of a log, and replicas, with one rule broken. */
import { send } from '#src/paxos/effect.js';
import { decide, joined } from '#src/paxos/log.js';
import { stepLogLearner } from '#src/paxos/log-learner.js';
import { slot } from '#src/paxos/slot.js';
import { production } from '../tie.js';
import { doing, type LogMutant, mutant } from './mutant.js';

export const learners: readonly LogMutant[] = [
  mutant('learner', 'does nothing', 'the state after', (learner) => [learner, []]),
  mutant(
    'learner',
    'adds up votes of different ballots',
    'the state after',
    (learner, input, log) => {
      const tally = learner.open[0]?.learner.tallies[0];
      if (tally === undefined) return stepLogLearner(learner, input, log);
      const message = { ...input.message, ballot: tally.ballot, value: tally.value };
      return stepLogLearner(learner, { ...input, message }, log);
    },
    'L4',
  ),
  mutant(
    'learner',
    'tells a decision one slot too far on',
    'the state after',
    doing(production.learner, (effects) =>
      effects.map((one) => send(one.to, { ...one.message, slot: slot(one.message.slot + 1) })),
    ),
  ),
  mutant(
    'learner',
    'takes a vote for a decision',
    'the state after',
    (learner, input) => {
      const { slot: at, value } = input.message;
      return [learner, [send({ role: 'learner' }, { type: 'decided', slot: at, value })]];
    },
    'S16',
  ),
  mutant(
    'learner',
    'tells acceptors instead of learners',
    'the addresses',
    doing(production.learner, (effects) => effects.map((one) => send({ role: 'acceptor' }, one.message))),
  ),
];

export const replicas: readonly LogMutant[] = [
  mutant('replica', 'does nothing', 'the state after', (log) => [log, []]),
  mutant(
    'replica',
    'takes what it hears of for the next decree',
    'the state after',
    (log, decided) => {
      const [after, effects] = decide(log, decided);
      if (after.beyond.length === 0) return [after, effects];
      const decrees = [...after.decrees, ...after.beyond.map(({ value }) => value)];
      return [{ ...after, decrees, beyond: [] }, effects];
    },
    'L2',
  ),
  mutant(
    'replica',
    'leaves what it knows behind a hole that is filled',
    'the state after',
    (log, decided) => {
      const [after, effects] = decide({ ...log, beyond: [] }, decided);
      const isJoined = after.decrees.length > log.decrees.length && log.beyond.length > 0;
      return isJoined ? [{ ...after, beyond: log.beyond }, effects] : [joined({ ...log, ...after }), effects];
    },
  ),
  mutant('replica', 'keeps no decision', 'the records', (log, decided) => [decide(log, decided)[0], []]),
];
