import { afterEach, expect, test } from 'vitest';
import { n1, n2 } from '#test/unit/paxos/log-words.js';
import { attempt, type Outcome, outcome } from './fuzz.js';
import { Ear, poll, Raw, until, Wires } from './words.js';

const wires = new Wires();
afterEach(() => wires.close());

test('bytes that no sound node sends are refused, or are a message (5,000 attempts)', () => {
  const counts: Record<Outcome, number> = { message: 0, refused: 0, incomplete: 0 };
  for (let seed = 0; seed < 5_000; seed++) counts[outcome(attempt(seed))]++;
  // Otherwise they would not be near enough to sound ones, or not far enough.
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(50);
});

test('a transport outlives them, and listens to its peers afterwards (300 connections)', async () => {
  const transport = await wires.transport();
  const ear = new Ear({ id: n1 });
  transport.open(ear);
  for (let seed = 0; seed < 300; seed++) {
    const raw = Raw.to(transport.address);
    if (seed % 2 === 1) raw.greet({ id: n2, connection: seed });
    raw.socket.end(attempt(seed));
    await until(() => raw.isClosed, `the end of connection ${seed}`);
  }
  expect(transport.counts.invalid).toBeGreaterThan(100);
  expect(wires.reports.map(({ name }) => name)).toContain('InvalidFrame');
  const before = ear.heard.length;
  const two = await wires.transport({ peers: { n1: transport.address } });
  // A later start: in the name of n2 its old process was pretended.
  const start = Number.MAX_SAFE_INTEGER;
  two.open(new Ear({ id: n2, start }));
  two.send(n1, poll(1, start));
  await until(() => ear.heard.length > before, 'a message of the peer');
});
