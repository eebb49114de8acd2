import { describe, expect, test } from 'vitest';
import { Links } from '#src/conform/links.js';

describe('a link between two nodes', () => {
  test('has what was sent on it, however often that comes, and in no other direction', () => {
    const links = new Links();
    links.send('n1', 'n2', 'a');
    expect([links.hasSent('n1', 'n2', 'a'), links.hasSent('n1', 'n2', 'a')]).toEqual([true, true]);
    expect(links.hasSent('n2', 'n1', 'a')).toBe(false);
    expect(links.hasSent('n1', 'n2', 'b')).toBe(false);
  });

  test('forgets the message that was sent the longest ago, where there are too many', () => {
    const links = new Links(2);
    for (const message of ['a', 'b', 'a', 'c']) links.send('n1', 'n2', message);
    expect(['a', 'b', 'c'].map((message) => links.hasSent('n1', 'n2', message))).toEqual([true, false, true]);
  });
});
