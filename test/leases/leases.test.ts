import { describe, expect, test } from 'vitest';
import { replicaOf } from '#src/paxos/replica.js';
import { mutants } from './mutants.js';
import { scripts } from './scripts.js';

describe('a read under a lease', () => {
  test.each(Object.entries(scripts))('is never stale, though others lead (%s)', (_, script) => {
    const told = script(replicaOf);
    expect(told).toMatchObject({ isOvertaken: true, isStale: false });
    expect(told.leased).toBeGreaterThan(0);
  });

  test.each(mutants)('is stale by a replica that $name ($row)', ({ within, make }) => {
    expect(scripts[within](make).isStale).toBe(true);
  });
});
