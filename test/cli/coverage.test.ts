/** `synod coverage`: what of the machines was made use of. */
import { expect, test } from 'vitest';
import { chapters } from '#spec/index.js';
import { endless, sound, withAfter } from '#test/cli/chapters.js';
import { synod } from '#test/cli/synod.js';

const S4 = ['coverage', '14', '-i', 'S4, an acceptor that refuses the ballot it promised'];

test('tables say how often each part was made use of, and what was not', async () => {
  const { code, out } = await synod(S4, chapters);
  expect(out).toMatch(/^## 14-the-synod · S4, an acceptor/);
  expect(out).toMatch(/\| guard +\| isNotBelowPromise, for acceptor on accept +\| yes 0, no 1 +\|/);
  expect(out).toMatch(/\| event +\| accept +\| taken 0, refused 1 +\|/);
  expect(out).toContain('\n- acceptor: guard isNotBelowPromise is always false\n');
  expect(out).toContain('\n- property something is chosen is never witnessed\n');
  expect(code).toBe(0);
});

test('statecharts mark what was never taken', async () => {
  const { out } = await synod([...S4, '--format', 'statechart'], chapters);
  expect(out.match(/```mermaid\nstateDiagram-v2\n/g)).toHaveLength(4);
  expect(out).toContain('(never, always refused) accept [isNotBelowPromise]');
  expect(out).toContain('  acceptor : prepare [isAbovePromise]');
});

test('JSON is one document', async () => {
  const { out, err } = await synod([...S4, '--format', 'json'], chapters);
  const { coverage } = JSON.parse(out);
  expect(coverage).toHaveLength(1);
  expect(coverage[0]).toMatchObject({
    chapter: '14-the-synod',
    complete: true,
    unwitnessed: ['something is chosen'],
  });
  expect(coverage[0].gaps.length).toBeGreaterThan(0);
  expect(err).toBe('');
});

test('all instances of a chapter are explored to their ends, though all is decided before', async () => {
  const { out } = await synod('coverage 1 --format json', [sound]);
  const { coverage } = JSON.parse(out);
  expect(
    coverage.map(({ complete, unwitnessed }: { complete: boolean; unwitnessed: string[] }) => [
      complete,
      unwitnessed,
    ]),
  ).toEqual([
    [true, []],
    [true, []],
  ]);
  expect((await synod('coverage 1 --format statechart', [sound])).out).toContain(
    'A step function has no statechart.',
  );
});

test('an interruption ends with 3, a machine that cannot be explored with 2', async () => {
  const far = 'coverage 12 -i far';
  const interrupted = await synod(far, [endless], { signal: AbortSignal.timeout(300) });
  expect(interrupted.out).toContain('Not finished: what was not met may yet happen.');
  expect([interrupted.code, (await synod('coverage 13', [withAfter])).code]).toEqual([3, 2]);
});
