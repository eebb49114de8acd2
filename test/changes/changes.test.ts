import { expect, test } from 'vitest';
import { replicaOf } from '#src/paxos/replica.js';
import { mutants } from './mutants.js';
import { pollsWhenBack } from './rest.js';
import { answers, hasQuorumLeft } from './retired.js';
import { acrossAChange, leasedInAChange } from './scripts.js';

test('a leader that hears of a change prepares again for the slots that it governs, and finds what is decided there', () => {
  const slots = acrossAChange(replicaOf);
  expect(slots).toHaveLength(2);
  expect(new Set(slots).size).toBe(2);
});

test('a lease counts for no read while a change is proposed whose voters have not granted it', () => {
  expect(leasedInAChange(replicaOf)).toEqual([true, false]);
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
