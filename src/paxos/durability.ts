/**
 * Durability: which persists are under way, and what has to wait for them.
 *
 * A replica works on while a persist is under way. What it tells of facts that are not durable yet names the persist that they
 * rest on, whether this step has asked for it or an earlier one: an answer given twice asks for no persist the second time,
 * and must not overtake the first (S18). Persists are counted from the last acknowledged one, so the numbers stay small.
 */
import { type Ballot, sameBallot } from './ballot.js';
import { InvalidInput } from './invalid-input.js';

/** Whose facts a message is about; `none` are true whatever this node forgets. */
export type Facts = 'acceptor' | 'leader' | 'none';

export interface Durability<Message> {
  /** How many persists are under way: they have the numbers 1 to this one. */
  readonly pending: number;
  /** How many were acknowledged since the start, as far as the caller counts them: by it, one that comes twice is told from the next. */
  readonly acknowledged: number;
  /** For each role the last persist under way that has facts of it; 0 where all of them are durable. */
  readonly last: Readonly<Record<'acceptor' | 'leader', number>>;
  /**
   * What the node said to itself, and may not hear before that is durable; in order. For each ballot of its own that was begun meanwhile,
   * each of which asks for a persist, one promise and a vote in each of α slots.
   */
  readonly waiting: readonly Waiting<Message>[];
}

export interface Waiting<Message> {
  readonly restsOn: number;
  readonly message: Message;
}

/** Nothing is under way. */
export const SETTLED: Durability<never> = {
  pending: 0,
  acknowledged: 0,
  last: { acceptor: 0, leader: 0 },
  waiting: [],
};

/** What a caller says when persists have become durable. */
export interface Acknowledgement {
  /** All persists through that one are durable, counted from the last acknowledged one. */
  readonly number: number;
  /**
   * How many were acknowledged before, since the start. Null of a caller that does not count them, whose states stay finite: one that it
   * says twice is taken for the next.
   */
  readonly after: number | null;
}

/** The persist on which a message about those facts rests; 0 for none. */
export function restsOn({ last }: Durability<unknown>, facts: Facts): number {
  return facts === 'none' ? 0 : last[facts];
}

/**
 * The answer waits until that persist is durable. One that waits already is not put there again: a leader that sends again while the
 * disk stands still would fill memory with it.
 */
export function waitingFor<Message extends Answer>(
  durability: Durability<Message>,
  restsOn: number,
  message: Message,
): Durability<Message> {
  const { waiting } = durability;
  const isThere = waiting.some((other) => isSameAnswer(other.message, message));
  return isThere ? durability : { ...durability, waiting: [...waiting, { restsOn, message }] };
}

/** An acceptor's answer: to a ballot, or to a proposal in it. */
interface Answer {
  readonly ballot: Ballot;
  readonly slot?: number;
}

function isSameAnswer(one: Answer, other: Answer): boolean {
  return one.slot === other.slot && sameBallot(one.ballot, other.ballot);
}

/**
 * All persists through that one are durable.
 *
 * @returns what is still under way, and what the node said to itself and may hear now.
 * @throws InvalidInput where no such persist is under way, or others were acknowledged before it: as when an acknowledgement comes twice.
 */
export function acknowledge<Message>(
  { pending, acknowledged, last, waiting }: Durability<Message>,
  { number, after }: Acknowledgement,
): readonly [Durability<Message>, readonly Message[]] {
  const isUnderWay = Number.isSafeInteger(number) && number >= 1 && number <= pending;
  if (!isUnderWay || (after !== null && after !== acknowledged))
    throw new InvalidInput('acknowledgement', {
      expected: `an acknowledgement of one of ${pending} persists under way, counted from 1, after ${acknowledged} that were acknowledged`,
      got: `one of number ${number}${after === null ? '' : ` after ${after}`}`,
      likelyCause:
        'a persist that was acknowledged twice, or counted from the start instead of the last acknowledged',
      nextStep: 'acknowledge each persist once, with its place among those under way',
    });
  const lower = (restsOn: number): number => Math.max(0, restsOn - number);
  const left = waiting.map(({ restsOn, message }) => ({ restsOn: lower(restsOn), message }));
  return [
    {
      pending: pending - number,
      acknowledged: after === null ? acknowledged : after + number,
      last: { acceptor: lower(last.acceptor), leader: lower(last.leader) },
      waiting: left.filter(({ restsOn }) => restsOn > 0),
    },
    left.filter(({ restsOn }) => restsOn === 0).map(({ message }) => message),
  ];
}
