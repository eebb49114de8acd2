import { describe, expect, test } from 'vitest';
import { simulate } from '#src/cli/simulate.js';
import type { Make } from '#src/simulator/host.js';
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
    const { code, out } = await goingWrong(() => false);
    expect(out).toMatch(
      /seed 1, step \d+: 'what is acknowledged is on the disks of a quorum' does not hold\n/,
    );
    expect(out).toMatch(/```mermaid\nsequenceDiagram\n/);
    expect(out).toMatch(/Run it again: synod simulate --seed 1 --steps 2000\n$/);
    expect(code).toBe(1);
  });

  test('tells a run that goes wrong without a smaller one where it is stopped before it has found any', async () => {
    const { code, out, startsAfter } = await goingWrong((runs) => runs === 1);
    expect(out).toMatch(/does not hold\n.*\n\nStopped before the run was made smaller.\n\nRun it again: /);
    expect(out).not.toMatch(/sequenceDiagram/);
    expect([code, startsAfter]).toEqual([1, 0]);
  });

  test('tells the smallest run that it has found so far where it is stopped', async () => {
    const { code, out, startsAfter } = await goingWrong((runs) => runs === 12);
    expect(out).toMatch(/The smallest run of 1[0-2] that were tried/);
    expect(out).toMatch(/```mermaid\nsequenceDiagram\n/);
    expect([code, startsAfter]).toEqual([1, 0]);
  });
});

/** Simulates nodes with a mistake, and asks to stop when so many runs have begun. Returns how many more runs began after that. */
async function goingWrong(isEnough: (runs: number) => boolean) {
  let [out, runs, startsAfter] = ['', 0, 0];
  const write = (text: string) => {
    out += text;
  };
  const controller = new AbortController();
  const io = { out: { write }, err: { write() {} }, env: {}, signal: controller.signal };
  const { make } = mistakes.find(({ name }) => name === 'does not keep its votes')!;
  const ports: Make['ports'] = (given, { id, incarnation }) => {
    // Once in a run.
    if (id !== 'n1' || incarnation > 0 || given.storage.start > 0) return given;
    if (controller.signal.aborted) startsAfter++;
    if (isEnough(++runs)) controller.abort();
    return given;
  };
  const code = await simulate({ seed: 1, seeds: 5, steps: 2_000, make: { ...make, ports } }, io);
  return { code, out, startsAfter };
}

async function asJson(options: string) {
  const { code, out } = await synod(`simulate --seeds 2 --json ${options}`, []);
  expect(code).toBe(0);
  return JSON.parse(out);
}
