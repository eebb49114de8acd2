/** Whether an input can have been given: by a sound caller, or by a sound member in a configuration that is known here. */
import { isAbove, sameBallot, showBallot } from './ballot.js';
import { membersNamed, validateAnswer, validateBallot, validateOwn } from './ballot-validation.js';
import { type Configuration, flawIn } from './configuration.js';
import type { Decree, Request } from './decree.js';
import { expect } from './invalid-input.js';
import { ballotOf } from './leadership.js';
import type { Limits } from './limits.js';
import type { LogPromiseMessage } from './log-message.js';
import type { NodeId } from './node-id.js';
import type { ReplicaInput } from './replica-input.js';
import type { HeardMessage, ReplicaMessage } from './replica-message.js';
import type { Replica, Settings } from './replica-state.js';
import { assertValueSize, type BytesOf } from './size.js';
import { isSlot } from './slot.js';
import type { Snapshot } from './snapshot.js';
import { assertKnown } from './versions.js';

type AnyReplica = Replica<unknown, unknown, unknown>;

/**
 * Asserts that the input can have been given.
 *
 * @throws InvalidInput where it cannot.
 * @throws RoundViolation where it shows that this node has forgotten a round that it used.
 */
export function validate<Command, State, Answer>(
  replica: Replica<Command, State, Answer>,
  input: ReplicaInput<Command, State, Answer>,
  { bytesOf, limits }: Pick<Settings<Command, State, Answer>, 'bytesOf' | 'limits'>,
): void {
  if ('now' in input)
    expect(Number.isFinite(input.now) && input.now >= replica.now, 'time', () => ({
      expected: `a time not before ${replica.now}`,
      got: String(input.now),
      likelyCause: 'a clock that is not monotonic',
    }));
  switch (input.type) {
    case 'message':
      validateMessage(replica, input.from, input.message);
      return;
    case 'request':
      validateRequest(input.request, bytesOf, limits);
      return;
    case 'requests':
      for (const request of input.requests) validateRequest(request, bytesOf, limits);
      return;
    case 'configure': {
      const { id } = input.configuration;
      const last = replica.log.configurations.at(-1)!.configuration.id;
      expect(id === last + 1, 'configuration', () => ({
        expected: `a change to configuration ${last + 1}`,
        got: `one to ${id}`,
        likelyCause: 'a change that was made from a configuration which has been changed since',
      }));
      validateConfiguration(input.configuration);
      return;
    }
    // What else there is to them has been looked at where it is used.
    case 'timer':
    case 'openSession':
    case 'enable':
    case 'transfer':
    case 'read':
    case 'stoodStill':
    case 'durable':
      return;
    default:
      // Reached by nothing: the compiler sees that each kind has its case.
      input satisfies never;
  }
}

/** @throws InvalidInput where no sound client can have given the request. */
export function validateRequest<Command>(
  { session, sequence, answered, command }: Request<Command>,
  bytesOf: BytesOf<Command>,
  { valueBytesMax }: Pick<Limits, 'valueBytesMax'>,
): void {
  assertValueSize(bytesOf(command), valueBytesMax);
  if (isSlot(session) && isSlot(sequence) && isCount(answered) && answered < sequence) return;
  expect(false, 'value', () => ({
    expected: 'a session, a sequence number from 1, and a lower number of the last answer',
    got: JSON.stringify({ session, sequence, answered }),
    likelyCause: 'a client that counts from 0, or that lost count',
  }));
}

function validateMessage<Command, State, Answer>(
  replica: Replica<Command, State, Answer>,
  from: NodeId,
  message: ReplicaMessage<Command, State, Answer>,
): void {
  const sender = membersNamed(replica, from)[0];
  expect(sender !== undefined && from !== replica.leader.id, 'stranger', () => ({
    expected: 'a message of another member',
    got: `${message.type} of ${from}`,
    likelyCause:
      'a node of another cluster, one that was removed, or one that is not known here to be added yet',
  }));
  for (const value of valuesIn(message)) {
    assertKnown(value);
    if (value.type === 'configuration') validateConfiguration(value.configuration);
  }
  switch (message.type) {
    case 'prepare':
      validateOwn(replica, from, message.ballot);
      expectSlot(message.from);
      return;
    case 'accept':
      validateOwn(replica, from, message.ballot);
      expectSlot(message.slot);
      return;
    case 'heartbeat':
      validateOwn(replica, from, message.ballot);
      expectCount(message.decided);
      return;
    case 'release':
      validateOwn(replica, from, message.ballot);
      return;
    case 'promise':
      validateAnswer(replica, message.ballot);
      validatePromise(replica, message);
      return;
    case 'accepted':
      validateAnswer(replica, message.ballot);
      expectSlot(message.slot);
      return;
    case 'heard':
      validateAnswer(replica, message.ballot);
      expectCount(message.decided);
      validateGrant(replica, message);
      return;
    case 'refused':
      validateBallot(replica, message.ballot);
      return;
    case 'polled':
      if (message.promised !== null) validateBallot(replica, message.promised);
      expectCount(message.decided);
      return;
    case 'decided':
      expectSlot(message.slot);
      return;
    case 'catchUp':
    case 'poll':
      expectCount(message.decided);
      return;
    case 'decrees':
      expectCount(message.after);
      expectCount(message.decided);
      return;
    case 'snapshot':
      expectSlot(message.snapshot.through);
      validateConfigurations(message.snapshot);
      return;
    case 'frontier':
      expectCount(message.last);
      return;
    case 'ask':
      return;
    default:
      // Reached by nothing: the compiler sees that each kind has its case.
      message satisfies never;
  }
}

/** An answer to an earlier process, whose clock was another, is to an earlier ballot. */
function validateGrant({ leader, now }: AnyReplica, { ballot, granted = now }: HeardMessage): void {
  const isToThis = leader.phase === 'leading' && sameBallot(ballot, ballotOf(leader));
  expect(!isToThis || granted <= now, 'value', () => ({
    expected: `a grant of a lease that was asked for by ${now}`,
    got: `one that was asked for at ${granted}`,
    likelyCause: 'a message that was damaged, or a clock that is not monotonic',
  }));
}

/** Members are counted in it: one in which two quorums can miss each other would decide two values. */
function validateConfiguration(given: Configuration): void {
  const flaw = flawIn(given);
  expect(flaw === undefined, 'configuration', () => ({
    expected: `a configuration that has ${flaw}`,
    got: JSON.stringify(given),
    likelyCause: 'one that was not made by configuration(), or a message that was damaged',
  }));
}

/** A snapshot tells who governs after it: somebody does in the next slot, and each change comes after the one that it follows. */
function validateConfigurations({ through, configurations }: Snapshot<unknown, unknown>): void {
  for (const [index, { from, configuration }] of configurations.entries()) {
    expectSlot(from);
    validateConfiguration(configuration);
    const before = configurations[index - 1];
    const isNext =
      before === undefined
        ? from <= through + 1
        : from > before.from && configuration.id > before.configuration.id;
    expect(isNext, 'configuration', () => ({
      expected: before
        ? `a configuration after ${before.configuration.id}, which governs from slot ${before.from}`
        : `one that governs slot ${through + 1}`,
      got: `configuration ${configuration.id}, which governs from slot ${from}`,
      likelyCause: 'a message that was damaged',
    }));
  }
  expect(configurations.length > 0, 'configuration', () => ({
    expected: 'a snapshot with the configuration that governs after it',
    got: 'none',
    likelyCause: 'a message that was damaged',
  }));
}

/** The decrees that the message carries. */
function valuesIn(message: ReplicaMessage<unknown, unknown, unknown>): readonly Decree<unknown>[] {
  if (message.type === 'promise') return message.votes.map(({ value }) => value);
  if (message.type === 'decrees') return message.values;
  return 'value' in message ? [message.value] : [];
}

/** What a promise tells is all there is to tell: votes by slot, within α of the decided prefix, in ballots up to its own. */
function validatePromise(
  replica: AnyReplica,
  { ballot, decided, votes, grants }: LogPromiseMessage<unknown>,
): void {
  const { alpha } = replica.log;
  expectCount(decided);
  const isRow = votes.every(
    ({ slot }, index) =>
      isSlot(slot) && slot > (votes[index - 1]?.slot ?? decided) && slot <= decided + alpha,
  );
  expect(isRow, 'slot', () => ({
    expected: `votes by slot, above ${decided} and at most ${alpha} after it`,
    got: `votes in slots [${votes.map(({ slot }) => slot).join(', ')}]`,
    likelyCause: 'members that disagree on α, or a message that was damaged',
  }));
  for (const told of [...votes, ...grants]) validateBallot(replica, told.ballot);
  const above = votes.find((vote) => isAbove(vote.ballot, ballot));
  expect(above === undefined, 'ballot', () => ({
    expected: `votes in ballots up to ${showBallot(ballot)}`,
    got: above ? showBallot(above.ballot) : '',
    likelyCause: 'an acceptor that promised less than it had voted for',
  }));
  const odd = grants.find(({ remainingMs }) => !Number.isFinite(remainingMs) || remainingMs < 0);
  expect(odd === undefined, 'value', () => ({
    expected: 'grants with a time from 0 to run',
    got: JSON.stringify(odd),
    likelyCause: 'a message that was damaged, or made by another program',
  }));
}

/** No log comes so far. Slots after it, up to α and as many as a message has decrees, are numbers still. */
const SLOT_MAX = 2 ** 52;

function expectSlot(number: number): void {
  expect(isSlot(number) && number <= SLOT_MAX, 'slot', () => ({
    expected: `a slot, a whole number from 1 to ${SLOT_MAX}`,
    got: String(number),
    likelyCause: 'a message that was damaged, or made by another program',
  }));
}

function expectCount(number: number): void {
  expect(isCount(number), 'slot', () => ({
    expected: `the last slot of a prefix, a whole number from 0 to ${SLOT_MAX}`,
    got: String(number),
    likelyCause: 'a message that was damaged, or made by another program',
  }));
}

function isCount(number: number): boolean {
  return number === 0 || (isSlot(number) && number <= SLOT_MAX);
}
