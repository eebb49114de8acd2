import { describe, expect, test } from 'vitest';
import { begin, killAll } from '#src/demo/events.js';
import { EARLY, played } from '#test/demo/played.js';

const WITHIN_MS = 400_000;

describe('synod demo', () => {
  test.each([1, 2, 3, 4, 5])(
    'kills, cuts off, pauses and replaces nodes, and loses nothing (run %i)',
    async () => {
      const { code, out } = await played({});
      expect(out).not.toMatch(/^ +NO /m);
      expect(out).toMatch(/^ +ok {2}n4 has all that was decided meanwhile/m);
      expect(out).toMatch(/All \d+ claims held\. Nothing was lost of [\d,]+ acknowledged writes\.\n$/);
      expect(code).toBe(0);
    },
    WITHIN_MS,
  );

  test(
    'fails with nodes that acknowledge a write before it is durable',
    async () => {
      const events = [begin, killAll];
      const { code, out } = await played({ program: EARLY, events });
      expect(out).toMatch(/^ +NO +n\d lacks \d+ of \d+ acknowledged writes: c\d/m);
      expect(code).toBe(1);
      expect(await played({ events })).toMatchObject({ code: 0 });
    },
    WITHIN_MS,
  );
});
