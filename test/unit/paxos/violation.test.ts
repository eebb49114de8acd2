import { expect, test } from 'vitest';
import { InvalidInput } from '#src/paxos/invalid-input.js';
import { slot } from '#src/paxos/slot.js';
import { SlotViolation } from '#src/paxos/slot-violation.js';
import { UnknownVersion } from '#src/paxos/versions.js';
import {
  AgreementViolation,
  BallotViolation,
  ProtocolViolation,
  RecordViolation,
  RoundsExhausted,
  RoundViolation,
} from '#src/paxos/violation.js';
import { decree } from './log-words.js';
import { ballot, inFull, vote } from './words.js';

const [first, second] = [vote('1.p1', 'olives'), vote('2.p2', 'wine')];
const account = { expected: 'this', got: 'that', likelyCause: 'a cause', nextStep: 'a step' };

test.each<[string, () => Error]>([
  ['AgreementViolation', () => new AgreementViolation(first, second)],
  ['BallotViolation', () => new BallotViolation(first, second)],
  ['InvalidInput', () => new InvalidInput('ballot', account)],
  ['ProtocolViolation', () => new ProtocolViolation(account)],
  ['RoundViolation', () => new RoundViolation(first.ballot, 0)],
  ['RecordViolation', () => new RecordViolation('this', 'that')],
  ['RoundsExhausted', () => new RoundsExhausted(ballot('9.p1'))],
  ['SlotViolation', () => new SlotViolation(slot(1), decree('a'), decree('b'))],
  ['UnknownVersion', () => new UnknownVersion('this', 'that')],
])('%s has its name, what was expected and got, the likely cause and the next step', (name, make) => {
  expect(make()).toMatchObject({ name, account: inFull });
});
