import { describe, expect, test } from 'vitest';
import { campaign } from '#src/simulator/campaign.js';
import { minimise } from '#src/simulator/minimise.js';
import { firstFall, mistakes } from './mistakes.js';

describe('a mistake that is planted is found within a million inputs, by the claim that it breaks', () => {
  const rows = mistakes.map((mistake) => [mistake.row, mistake.name, mistake] as const);

  test.each(rows)(
    '%s: %s',
    async (_row, _name, mistake) => {
      expect(await firstFall(mistake)).toBe(mistake.falls);
    },
    1_200_000,
  );
});

describe('the run that is shown', () => {
  /** The first run in which a claim falls, and what is made of it. */
  async function shown(mistake: string) {
    const { make } = mistakes.find(({ name }) => name === mistake)!;
    const steps = 2_000;
    const { failing } = await campaign({ seed: 1, seeds: 100, steps, make });
    return { failing: failing!, ...(await minimise({ seed: failing!.seed, steps, make }, failing!))! };
  }

  test('is as small as somebody would tell it, and breaks the same claim', async () => {
    const { failing, run, trace } = await shown('does not keep its rounds');
    expect(run.failure!.claim).toBe(failing.failure!.claim);
    expect(failing.failure!.step).toBeGreaterThan(300);
    // It begins to prepare, crashes, and prepares the same ballot again.
    expect(run.failure!.step).toBeLessThan(20);
    expect(trace.text()).toMatch(/crashes/);
    expect(trace.mermaid()).toMatch(/^sequenceDiagram\n {2}participant n1\n/);
  });

  test('is the same each time', async () => {
    const [one, other] = [await shown(EARLY), await shown(EARLY)];
    expect(one.trace.text().length).toBeGreaterThan(100);
    expect(other.trace.text()).toBe(one.trace.text());
    expect(other.tried).toBe(one.tried);
  });
});

/** Found in the first run, and soon made small. */
const EARLY = 'says that a reply was answered before it was decided';
