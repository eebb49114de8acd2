import { describe, expect, test } from 'vitest';
import { cameTo, hold } from '#src/paxos/holding.js';
import { n2, n3, n4 } from './log-words.js';

const holds = [
  { node: n2, through: 5 },
  { node: n3, through: 7 },
];

describe('what is held for a member to which a snapshot is on its way', () => {
  test('begins with the first snapshot, each member on its own', () => {
    expect(hold(holds, n4, 9)).toEqual([...holds, { node: n4, through: 9 }]);
    expect(hold(holds, n3, 9)).toEqual(holds);
  });

  test('goes on with the member, and ends where it has come far enough', () => {
    const through = (decided: number) => cameTo(holds, n3, { decided, enough: 10 });
    expect(through(6)).toEqual(holds);
    expect(through(7)).toEqual(holds);
    expect(through(9)).toEqual([holds[0], { node: n3, through: 9 }]);
    expect(through(10)).toEqual([holds[0]]);
    expect(cameTo(holds, n4, { decided: 10, enough: 10 })).toEqual(holds);
  });
});
