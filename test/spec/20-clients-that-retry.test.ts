/** Chapter 20: what was answered is not done again, whoever begins with whatever snapshot. */
import { describe, expect, test } from 'vitest';
import { explore } from '#model/index.js';
import { clientsWhoRetry, oneEviction } from '#spec/20-clients-that-retry/clients-that-retry.js';
import { gallery } from '#spec/20-clients-that-retry/gallery.js';
import { clientsThatRetry } from '#spec/20-clients-that-retry/system.js';
import { statesWhatFalls } from '#test/spec/gallery.js';

const known = ['T10', 'T15', 'T18', 'D10', 'N3', 'R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7', 'R8'];

describe('chapter 20, clients that retry', { timeout: 60_000 }, () => {
  test('has every known mistake with retries and sessions in its gallery', () => {
    expect(new Set(gallery.map(({ id }) => id))).toEqual(new Set(known));
  });

  statesWhatFalls(clientsWhoRetry);

  test('reaches not one state more where replicas begin with a snapshot of all that counts', async () => {
    const system = clientsThatRetry('with snapshots', oneEviction);
    const { states } = await explore(system, []);
    expect((await explore({ ...system, faults: {} }, [])).states).toBe(states);
  });
});
