/** The learner of a log: for each open slot the learner of a single decree, with the quorums of the slot's configuration. */

import type { Decree } from './decree.js';
import { type Send, type Step, send } from './effect.js';
import { type Learner, startLearner, stepLearner } from './learner.js';
import { configurationAt, isDecided, isInReach, type Log } from './log.js';
import type { LogAcceptedMessage, LogDecidedMessage } from './log-message.js';
import type { Received } from './message.js';
import type { Slot } from './slot.js';

/** A log learner's state. None of it is durable: votes can be told again. */
export interface LogLearner<Command> {
  /** How many ballots of one slot are counted at once, at least 1; above it the lowest, which is lost, is forgotten. */
  readonly ballotsMax: number;
  /** The slots in which votes were heard and nothing is decided, by slot: at most α. */
  readonly open: readonly OpenSlot<Command>[];
}

export interface OpenSlot<Command> {
  readonly slot: Slot;
  readonly learner: Learner<Decree<Command>>;
}

export type LogLearnerInput<Command> = Received<LogAcceptedMessage<Command>>;

export type LogLearnerEffect<Command> = Send<LogDecidedMessage<Command>>;

/** A learner that has heard no votes. */
export function startLogLearner<Command>({
  ballotsMax,
}: {
  readonly ballotsMax: number;
}): LogLearner<Command> {
  return { ballotsMax, open: [] };
}

/**
 * A learner's answer to one vote: it tells every member what the vote decides.
 *
 * @throws BallotViolation where two values have votes in one ballot of a slot.
 */
export function stepLogLearner<Command>(
  learner: LogLearner<Command>,
  { from, message: { slot, ballot, value } }: LogLearnerInput<Command>,
  log: Log<Command>,
): Step<LogLearner<Command>, LogLearnerEffect<Command>> {
  // Known already; or its configuration is not known yet, and a later vote or the decision itself will tell.
  if (isDecided(log, slot) || !isInReach(log, slot)) return [learner, []];
  const others = learner.open.filter((other) => other.slot !== slot);
  const before =
    learner.open.find((other) => other.slot === slot)?.learner ??
    startLearner<Decree<Command>>(configurationAt(log, slot));
  const [counted] = stepLearner(before, {
    type: 'message',
    from,
    message: { type: 'accepted', ballot, value },
  });
  if (counted.learned !== null) {
    const decided = { type: 'decided', slot, value: counted.learned.value } as const;
    return [{ ...learner, open: others }, [send({ role: 'learner' }, decided)]];
  }
  if (counted === before) return [learner, []];
  const bounded = { ...counted, tallies: counted.tallies.slice(-learner.ballotsMax) };
  const open = [...others, { slot, learner: bounded }].sort((a, b) => a.slot - b.slot);
  return [{ ...learner, open }, []];
}

/** The learner without the slots that are decided by now. */
export function forgetTallies<Command>(learner: LogLearner<Command>, log: Log<Command>): LogLearner<Command> {
  const open = learner.open.filter(({ slot }) => !isDecided(log, slot));
  return open.length === learner.open.length ? learner : { ...learner, open };
}
