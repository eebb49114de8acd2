import { describe, expect, test } from 'vitest';
import { caughtUp, decisionsOf } from '#src/paxos/catch-up.js';
import { configurationAt, decide, decidedThrough, startLog } from '#src/paxos/log.js';
import { type Kept, keep, nothingKept, type ReplicaRecord } from '#src/paxos/record.js';
import { REQUEST_BYTES } from '#src/paxos/size.js';
import { slot } from '#src/paxos/slot.js';
import { installed, type Snapshot, snapshotOf, truncated } from '#src/paxos/snapshot.js';
import { RecordViolation } from '#src/paxos/violation.js';
import { decided, decree, first, logOf, n2, n3, n4, slotVote, voters } from './log-words.js';
import { start } from './replica-words.js';
import { ballot } from './words.js';

const configurations = logOf().configurations;
const snapshot = (through: number): Snapshot<string, string> => ({
  through,
  state: `state ${through}`,
  sessions: [],
  configurations,
});

describe('a log with a snapshot in the place of its beginning', () => {
  test('keeps its suffix and its prefix (D1)', () => {
    const log = truncated(logOf('1 a', '2 b', '3 c', '5 e'), 2);
    expect(log).toMatchObject({ base: 2, decrees: [decree('c')], beyond: [decided('5 e')] });
    expect(decidedThrough(log)).toBe(3);
  });

  test('takes a snapshot for what it lacks, and keeps what it knows above, joined (D1, D2)', () => {
    const log = installed(logOf('1 a', '3 c', '4 d'), snapshot(3));
    expect(log).toMatchObject({ base: 3, decrees: [decree('d')], beyond: [] });
    expect(installed(logOf('1 a', '4 d'), snapshot(2)).beyond).toEqual([decided('4 d')]);
  });

  test('takes none that tells nothing new', () => {
    const log = logOf('1 a', '2 b');
    expect(installed(log, snapshot(2))).toBe(log);
  });

  test('has the configurations that were decided within α before it (D11)', () => {
    const [second, third] = [voters(2, n2, n3, n4), voters(3, n3, n4)];
    const change = (at: number, configuration: typeof second) =>
      ({ slot: slot(at), value: { type: 'configuration', configuration } }) as const;
    const decisions = [change(1, second), decided('2 b'), decided('3 c'), change(4, third)];
    const log = decisions.reduce((before, each) => decide(before, each)[0], logOf());
    const taken = snapshotOf({ through: 4, state: '', sessions: [] }, log);
    expect(taken.configurations.map(({ from, configuration }) => [from, configuration.id])).toEqual([
      [4, 2],
      [7, 3],
    ]);
    const behind = installed(startLog<string>({ alpha: 3, configuration: first }), taken);
    expect([5, 6, 7].map((at) => configurationAt(behind, slot(at)).id)).toEqual([2, 2, 3]);
  });
});

describe('one who lacks decrees', () => {
  const log = truncated(logOf('1 a', '2 b', '3 c', '4 d'), 1);
  const upTo = (catchUpMax: number, bytesMax = 10_000) => ({
    catchUpMax,
    bytesMax,
    bytesOf: (command: string) => 1_000 * command.length,
  });

  test('is sent the next ones, up to a bound', () => {
    const message = caughtUp(log, snapshot(2), 1, upTo(2));
    expect(message).toEqual({ type: 'decrees', after: 1, values: ['b', 'c'].map(decree), decided: 4 });
    expect(message?.type === 'decrees' && decisionsOf(message)).toEqual([decided('2 b'), decided('3 c')]);
  });

  test.each([
    ['one', 1_000, 1],
    ['one, however large', 1, 1],
    ['two', 2 * (1_000 + REQUEST_BYTES), 2],
    ['one, where two are a byte too much', 2 * (1_000 + REQUEST_BYTES) - 1, 1],
  ])('is sent as many as go into a message (%s)', (_, bytesMax, count) => {
    const message = caughtUp(log, null, 1, upTo(9, bytesMax));
    expect(message).toMatchObject({ values: ['b', 'c', 'd'].slice(0, count).map(decree), decided: 4 });
  });

  test('is sent the snapshot where the next ones were left out (D3)', () => {
    expect(caughtUp(log, snapshot(2), 0, upTo(2))).toEqual({ type: 'snapshot', snapshot: snapshot(2) });
  });

  test('is sent nothing where nobody knows more', () => {
    expect(caughtUp(log, snapshot(2), 4, upTo(2))).toBe(null);
    expect(caughtUp(log, snapshot(2), 7, upTo(2))).toBe(null);
  });
});

describe('what a replica keeps', () => {
  const kept = (...records: readonly ReplicaRecord<string, string, string>[]): Kept<string, string, string> =>
    records.reduce(keep, nothingKept<string, string, string>({ alpha: 3, configuration: first }));
  const vote = (shown: string) => ({ type: 'vote', ...slotVote(shown) }) as const;
  const told = (shown: string) => ({ type: 'decided', ...decided(shown) }) as const;

  test('is its last round, its promise, its votes, and what is decided', () => {
    const all = kept(
      { type: 'round', round: 2 },
      { type: 'promised', ballot: ballot('2.n1') },
      vote('2 2.n1 b'),
      vote('2 3.n2 c'),
      told('1 a'),
    );
    expect(all).toMatchObject({
      round: 2,
      promised: ballot('3.n2'),
      votes: [slotVote('2 3.n2 c')],
      snapshot: null,
    });
    expect(all.log.decrees).toEqual([decree('a')]);
  });

  test('drops votes only where all through their slot is decided', () => {
    expect(kept(vote('1 1.n1 a'), vote('2 1.n1 b'), told('2 b')).votes).toHaveLength(2);
    expect(kept(vote('1 1.n1 a'), vote('2 1.n1 b'), told('2 b'), told('1 a')).votes).toEqual([]);
  });

  test('changes the decrees through a base for a snapshot, in one record', () => {
    const taken = kept(told('1 a'), told('2 b'), { type: 'snapshot', snapshot: snapshot(2), base: 1 });
    expect(taken.snapshot).toEqual(snapshot(2));
    expect(taken.log).toMatchObject({ base: 1, decrees: [decree('b')] });
    const given = kept(vote('1 1.n1 a'), vote('4 1.n1 d'), {
      type: 'snapshot',
      snapshot: snapshot(3),
      base: 3,
    });
    expect(given.votes).toEqual([slotVote('4 1.n1 d')]);
    expect(given.log).toMatchObject({ base: 3, decrees: [] });
  });

  test('never goes back', () => {
    expect(() => kept({ type: 'round', round: 2 }, { type: 'round', round: 2 })).toThrow(RecordViolation);
    expect(() => kept({ type: 'round', round: 2 }, { type: 'round', round: 1 })).toThrow(
      'expected a round above 2; got round 1.',
    );
    const lower = { type: 'promised', ballot: ballot('2.n1') } as const;
    expect(() => kept(vote('1 3.n2 a'), lower)).toThrow(
      'promises that never become lower; got one that is below the promise before it.',
    );
  });
});

test('a replica that starts again has executed all that it kept, however far that is from its snapshot', () => {
  const log = logOf('1 a', '2 b', '3 c', '4 d', '5 e');
  const [{ executed }] = start({ round: 0, promised: null, votes: [], log, snapshot: null });
  expect(log.alpha).toBeLessThan(5);
  expect(executed.through).toBe(5);
});
