import { expect, test } from 'vitest';
import { nodeId } from '#src/paxos/node-id.js';
import { registers } from '#src/simulator/register.js';
import { Tape } from '#src/simulator/speed.js';
import type { Input, Options } from '#src/simulator/words.js';
import { first, n1 } from '../unit/paxos/log-words.js';

const options: Options = { id: n1, incarnation: 0, configuration: first, machine: registers };
const poll = (from: string): Input => ({
  type: 'message',
  from: nodeId(from),
  message: { type: 'poll', decided: 0 },
  now: 0,
});

test('the bare core takes what a replica was given, and refuses again what that one refused', () => {
  const tape = new Tape();
  tape.started(options, undefined);
  tape.given(options, poll('n2'));
  tape.given(options, poll('stranger'));
  tape.given(options, poll('n3'));
  expect(tape.replayed().inputs).toBe(3);
});
