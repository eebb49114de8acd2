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

test('three members are replaced one by one under load: nothing is lost, and nothing fails', {
  timeout: 90_000,
}, async () => {
  const { acknowledged, failures, longestPauseMs, states, voters } = await replaceAll(room, 3);
  expect(failures).toEqual([]);
  expect(voters).toEqual(['n4', 'n5', 'n6']);
  for (const state of states) {
    expect(new Set(state).size).toBe(state.length);
    expect([...state].sort()).toEqual([...acknowledged].sort());
  }
  expect(acknowledged.length).toBeGreaterThan(100);
  expect(longestPauseMs).toBeLessThan(FAILOVER_MS);
});
