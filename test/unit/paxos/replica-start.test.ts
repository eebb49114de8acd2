import { describe, expect, test } from 'vitest';
import { nothingKept } from '#src/paxos/record.js';
import { replicaOf } from '#src/paxos/replica.js';
import { RecordViolation } from '#src/paxos/violation.js';
import { first, n4 } from './log-words.js';
import { options, type State, start } from './replica-words.js';
import { inFull } from './words.js';

describe('a replica starts from what it kept', () => {
  const kept = nothingKept<string, State, number>({ alpha: 3, configuration: first });

  test.each([
    ['another α', { ...kept, log: { ...kept.log, alpha: 4 } }, 'a log with α 3'],
    [
      'no snapshot for what was left out',
      { ...kept, log: { ...kept.log, base: 2 } },
      'a snapshot through slot 2',
    ],
    [
      'an older snapshot than what was left out',
      {
        ...kept,
        log: { ...kept.log, base: 2 },
        snapshot: { through: 1, state: [], sessions: [], configurations: kept.log.configurations },
      },
      'got one through 1.',
    ],
  ])('and not with %s', (_, wrong, message) => {
    expect(() => start(wrong)).toThrow(RecordViolation);
    expect(() => start(wrong)).toThrow(message);
    expect(() => start(wrong)).toThrow(expect.objectContaining({ account: inFull }));
  });

  test('and not in another life than its member’s', () => {
    const again = replicaOf({ ...options, incarnation: 1 });
    expect(() => again.start()).toThrow('incarnation 0 of n1, which is the member; got incarnation 1.');
  });

  test('though it is no member any more, with the election’s timer and nothing on its mind', () => {
    const [replica, effects] = replicaOf({ ...options, id: n4, incarnation: 1 }).start();
    expect(effects).toEqual([{ type: 'setTimer', timer: 'election', afterMs: 500, spreadMs: 250 }]);
    expect(replica).toMatchObject({ holds: [], reads: [], seen: [] });
    expect(replica.executed).not.toHaveProperty('configurations');
  });
});
