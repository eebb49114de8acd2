import { describe, expect, test } from 'vitest';
import { including, nodeId } from '#src/paxos/node-id.js';
import { a1, a2, a3 } from './words.js';

describe('node names', () => {
  test.each(['a1', 'db-3.eu-west', '7', 'A_b', 'x'.repeat(64)])('%s is a name', (text) => {
    expect(nodeId(text)).toBe(text);
  });

  test.each(['', '__proto__', '-a', 'a b', 'a/b', 'ä', 'x'.repeat(65)])('%j is none', (text) => {
    expect(() => nodeId(text)).toThrow(TypeError);
    expect(() => nodeId(text)).toThrow(
      'expected a node name of 1 to 64 letters, digits, dots, underscores and hyphens that starts with a letter or ' +
        `a digit, got ${JSON.stringify(text)}; check the name in the configuration`,
    );
  });

  test('a set of them is sorted and without repeats', () => {
    expect(including([a1, a3], a2)).toEqual([a1, a2, a3]);
    expect(including([a1, a3], a3)).toEqual([a1, a3]);
  });
});
