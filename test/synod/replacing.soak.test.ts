import { afterEach, beforeEach, expect, test } from 'vitest';
import { ATTEMPT_MS } from '#src/synod/member.js';
import { replaceAll } from './replacing.js';
import { ELECTION_MS, Room } from './room.js';

let room: Room;
beforeEach(() => {
  room = new Room();
});
afterEach(() => room.end());

/** A follower waits up to twice the time for its leader, and as long again where the election is split; a request that was handed on waits for its reply. */
const FAILOVER_MS = ATTEMPT_MS + 4 * ELECTION_MS;

test.each([
  [3, ['n4', 'n5', 'n6']],
  [5, ['n10', 'n6', 'n7', 'n8', 'n9']],
])(
  '%i members are replaced one by one under load: nothing is lost, and nothing fails',
  {
    timeout: 180_000,
  },
  async (count, successors) => {
    const { acknowledged, failures, longestPauseMs, tookMs, states, voters } = await replaceAll(room, count);
    console.info(
      `${acknowledged.length} commands in ${Math.round(tookMs)} ms, longest pause ${Math.round(longestPauseMs)} ms`,
    );
    expect(failures).toEqual([]);
    expect(voters).toEqual(successors);
    for (const state of states) {
      expect(new Set(state).size).toBe(state.length);
      expect([...state].sort()).toEqual([...acknowledged].sort());
    }
    expect(acknowledged.length).toBeGreaterThan(100);
    expect(longestPauseMs).toBeLessThan(FAILOVER_MS);
  },
);
