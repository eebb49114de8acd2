import { describe, expect, test } from 'vitest';
import { alwaysPossible, eventually, explore, refines, strong, type Trace, weak } from '#model/index.js';
import { departure, pingPong, type Seen, witness } from './ping-pong.js';

describe('a run that never ends', () => {
  const never = eventually('a third round', ({ pinger: [alice] }: Seen) => alice!.context.round === 3);
  const lasso = async (): Promise<Trace> => {
    const { results } = await explore(pingPong('lossy-set'), [never as never]);
    return results[0]!.trace!;
  };

  test('is followed once round its loop', async () => {
    const trace = await lasso();
    expect(trace.loop).toBeDefined();
    expect(departure(pingPong('lossy-set'), trace, never)).toBeUndefined();
  });

  test('departs where its loop does not close, where it ends, and where it comes to the goal', async () => {
    const trace = await lasso();
    const open = { ...(await witness(pingPong('lossy-set'))), loop: 0 };
    expect(departure(pingPong('lossy-set'), open, never)).toBe(
      'step 6: the loop: expected the state after step 0 again; got another state',
    );
    const { loop: _, ...ending } = trace;
    expect(departure(pingPong('lossy-set'), ending, never)).toMatch(
      /'a third round': expected to be refuted by a run that never ends; got one that ends$/,
    );
    const always = eventually('a round', () => true);
    expect(departure(pingPong('lossy-set'), trace, always)).toMatch(
      /'a round': expected a loop that never comes to the goal; got the goal after step \d$/,
    );
  });

  test.each([
    [[strong({ input: 'serve' })], 'alice could take a step again and again, and takes none'],
    [[weak({ delivery: { type: 'ping' } })], 'alice → bob could take a step all the time, and takes none'],
    [[strong({ role: 'ponger' })], 'bob could take a step again and again, and takes none'],
    [[strong({ delivery: { from: 'bob' } }), weak({ role: 'nobody' })], undefined],
    [[strong({ input: 'rest' })], undefined],
  ])('departs where its loop is not as fair as the property assumes: %j', async (fairness, unfair) => {
    // Alice has served once; the ping stays under way for ever.
    const { steps, ...trace } = await witness(pingPong('lossy-set'));
    const waiting = { ...trace, steps: steps.slice(0, 1), loop: 1 };
    const fair = eventually(
      'a third round',
      ({ pinger: [alice] }: Seen) => alice!.context.round === 3,
      fairness,
    );
    const told = `step 1: property 'a third round': expected a fair loop; got one in which ${unfair}`;
    expect(departure(pingPong('lossy-set'), waiting, fair)).toBe(unfair && told);
  });

  test('what is no longer possible is false at the end', async () => {
    const possible = alwaysPossible('a first round', ({ pinger: [alice] }: Seen) => alice!.context.round < 2);
    const { results } = await explore(pingPong('lossy-set'), [possible as never]);
    expect(departure(pingPong('lossy-set'), results[0]!.trace!, possible)).toBeUndefined();
  });
});

describe('a refinement', () => {
  const rounds = (initial: (round: number) => boolean, goesOn: (before: number, after: number) => boolean) =>
    refines('rounds', {
      image: ({ pinger: [alice] }: Seen) => alice!.context.round,
      initial,
      step: goesOn,
    });
  const trace = async (property: unknown): Promise<Trace> => {
    const { results } = await explore(pingPong('unordered'), [property as never]);
    return results[0]!.trace!;
  };

  test('is refuted by its last step', async () => {
    const property = rounds(
      (round) => round === 0,
      (_, after) => after < 2,
    );
    expect(departure(pingPong('unordered'), await trace(property), property as never)).toBeUndefined();
    const other = rounds(
      () => true,
      () => true,
    );
    expect(departure(pingPong('unordered'), await trace(property), other as never)).toMatch(
      /'rounds': expected to be refuted by the last step; got that it is true of it$/,
    );
  });

  test('is refuted by how it begins', async () => {
    const property = rounds(
      (round) => round === 1,
      () => true,
    );
    const found = await trace(property);
    expect(found.steps).toEqual([]);
    expect(departure(pingPong('unordered'), found, property as never)).toBeUndefined();
  });
});

test('a refinement has the images that the trace tells', async () => {
  const counts = (least: number) =>
    refines('it counts', {
      image: ({ pinger: [alice] }: Seen) => Math.max(alice!.context.round, least),
      initial: () => true,
      step: (_, after) => after < 2,
    });
  const { results } = await explore(pingPong('unordered'), [counts(0) as never]);
  const { trace } = results[0]!;
  expect(trace!.images).toEqual([0, 1, 1, 1, 2]);
  expect(departure(pingPong('unordered'), trace!, counts(0) as never)).toBeUndefined();
  expect(departure(pingPong('unordered'), trace!, counts(1) as never)).toBe(
    'at the start: the image: expected 0; got 1',
  );
});
