import { describe, expect, test } from 'vitest';
import { campaign } from '#src/simulator/campaign.js';
import { minimise } from '#src/simulator/minimise.js';
import { firstFall, mistakes } from './mistakes.js';

describe('a mistake that is planted is found within a million inputs, by the claim that it breaks', () => {
  const rows = mistakes.map((mistake) => [mistake.row, mistake.name, mistake] as const);

  test.each(rows)('%s: %s', async (_row, _name, { falls, make }) => {
    expect(falls).toContain(await firstFall(make));
  });
});

test('the run that is shown is smaller, and breaks the same claim', async () => {
  const { make } = mistakes.find(({ row }) => row === 'D8')!;
  const [seeds, steps] = [100, 2_000];
  const { failing } = await campaign({ seed: 1, seeds, steps, make });
  const { run, trace } = await minimise({ seed: failing!.seed, steps, make }, failing!);
  expect(run.failure!.claim).toBe(failing!.failure!.claim);
  expect(run.faults.length).toBeLessThan(failing!.faults.length);
  expect(trace.text()).toMatch(/latches shut|fails|is full|crashes/);
  expect(trace.mermaid()).toMatch(/^sequenceDiagram\n {2}participant n1\n/);
});
