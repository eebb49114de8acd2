import { describe, expect, test } from 'vitest';
import { simulate } from '#src/cli/simulate.js';
import { synod } from '#test/cli/synod.js';
import { mistakes } from '#test/simulator/mistakes.js';

describe('synod simulate', () => {
  test('tells what was met, how fast, and that every claim held', async () => {
    const { code, out, err } = await synod('simulate --seed 3 --seeds 4 --steps 1500', []);
    expect(out).toMatch(/^ +\d+ {2}two nodes led at once$/m);
    expect(out).toMatch(
      /inputs in 4 runs; digest [0-9a-f]{8}\n[\d,]+ inputs a second; the bare core takes [\d,]+/,
    );
    expect(out).toMatch(/Every claim held/);
    expect([code, err]).toEqual([0, '']);
  });

  test('gives the same run for the same seed', async () => {
    const [one, other] = [await asJson('--seed 9 --steps 600'), await asJson('--seed 9 --steps 600')];
    expect(one.digest).toBe(other.digest);
    expect(one.sights).toEqual(other.sights);
    expect(await asJson('--seed 10 --steps 600')).not.toMatchObject({ digest: one.digest });
  });

  test('says that a run which met nothing rare is no evidence', async () => {
    const { code, out } = await synod('simulate --seed 1 --seeds 1 --steps 1', []);
    expect(out).toMatch(/this is no evidence/);
    expect(code).toBe(1);
  });

  test('refuses a seed that is no number', async () => {
    const { code, err } = await synod('simulate --seed x', []);
    expect(err).toMatch(/--seed/);
    expect(code).toBe(2);
  });

  test('tells what it saw when it is asked to stop', async () => {
    const { code, out } = await synod('simulate', [], { signal: AbortSignal.abort() });
    expect(out).toMatch(/then stopped/);
    expect(code).toBe(3);
  });

  test('tells a run that goes wrong, a smaller one that does so too, and how to run it again', async () => {
    let out = '';
    const write = (text: string) => {
      out += text;
    };
    const io = { out: { write }, err: { write() {} }, env: {}, signal: new AbortController().signal };
    const { make } = mistakes.find(({ name }) => name === 'does not keep its votes')!;
    const code = await simulate({ seed: 1, seeds: 5, steps: 2_000, make }, io);
    expect(out).toMatch(
      /seed 1, step \d+: 'what is acknowledged is on the disks of a quorum' does not hold\n/,
    );
    expect(out).toMatch(/```mermaid\nsequenceDiagram\n/);
    expect(out).toMatch(/Run it again: synod simulate --seed 1 --steps 2000\n$/);
    expect(code).toBe(1);
  });
});

async function asJson(options: string) {
  const { code, out } = await synod(`simulate --seeds 2 --json ${options}`, []);
  expect(code).toBe(0);
  return JSON.parse(out);
}
