/** Chapter 01 rests on one rule: what was decided stays. */
import { describe, expect, test } from 'vitest';
import { agreement, progress, validity } from '#spec/01-one-server/claims.js';
import { serverAndClients } from '#spec/01-one-server/one-server.js';
import { serverMachine } from '#spec/01-one-server/server.js';
import { verdictsOf } from '#test/spec/verdicts.js';

describe('chapter 01, one server', () => {
  test('loses agreement, and nothing else, where every request decides', async () => {
    const server = serverMachine.provide({ guards: { isUndecided: () => true } });
    const system = serverAndClients('every request decides', { server });
    expect(await verdictsOf(system, agreement, validity, progress)).toEqual({
      agreement: 'fails',
      validity: 'holds',
      progress: 'holds',
    });
  });
});
