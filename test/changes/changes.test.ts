import { expect, test } from 'vitest';
import { nodeId } from '#src/paxos/node-id.js';
import { replicaOf } from '#src/paxos/replica.js';
import { n2, n3, n4 } from '#test/unit/paxos/log-words.js';
import { Leader } from './leader.js';
import { mutants } from './mutants.js';
import { pollsWhenBack } from './rest.js';
import { answers, hasQuorumLeft } from './retired.js';
import { acrossAChange, leasedByLaterVoters, leasedInAChange } from './scripts.js';

test('a leader that hears of a change prepares again for the slots that it governs, and finds what is decided there', () => {
  const slots = acrossAChange(replicaOf);
  expect(slots).toHaveLength(2);
  expect(new Set(slots).size).toBe(2);
});

test('a lease counts for no read while a change is proposed whose voters have not granted it', () => {
  expect(leasedInAChange(replicaOf)).toEqual([true, false]);
});

test('a lease counts for no read that is granted by those alone who do not govern yet', () => {
  const [read, acknowledged] = leasedByLaterVoters(replicaOf);
  expect(read).toBeNull();
  expect(acknowledged).toBeGreaterThan(3);
});

test('an observer that lacks more decrees than may be open is not promoted, and is once it has them', () => {
  const leader = new Leader();
  leader.hear(n2, 0);
  leader.change({ type: 'add', id: n4, incarnation: 1 });
  leader.change({ type: 'add', id: nodeId('n5'), incarnation: 1 });
  leader.hear(n4, 1, 2);
  expect(leader.change({ type: 'promote', id: n4 })).toMatchObject({ type: 'rejected' });
  leader.hear(n4, 1);
  expect(leader.change({ type: 'promote', id: n4 })).toMatchObject({ type: 'decided' });
});

test('a leader lets nobody lead whose removal is decided, and does not govern yet', () => {
  const leader = new Leader({}, undefined, 4);
  for (const id of [n2, n3]) leader.greet(id, 0);
  leader.hear(n2, 0);
  leader.hear(n3, 0);
  leader.change({ type: 'remove', id: n2 });
  leader.hear(n3, 0, 1);
  expect(leader.heir).toBe(n3);
});

test('a leader does not replace members by others that have never answered', () => {
  expect(hasQuorumLeft(answers.right)).toBe(true);
});

test('a member that was removed while it was away rests when it is back', async () => {
  expect(await pollsWhenBack((transport) => transport)).toBe(0);
});

test.each(mutants)('that is told of a member that $name ($row)', async ({ isTold }) => {
  expect(await isTold()).toBe(true);
});
