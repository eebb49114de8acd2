/** Chapter 17 with three nodes that compact. Which of them did is then not to be told, so what says that a snapshot is installed is left out. */
import { expect, test } from 'vitest';
import { explore } from '#model/index.js';
import { propertiesOf } from '#spec/17-learning-and-snapshots/claims.js';
import { oneCompacts } from '#spec/17-learning-and-snapshots/sizes.js';
import { withSnapshots } from '#spec/17-learning-and-snapshots/snapshots.js';

test('where every node may compact, all else that the chapter claims holds', {
  timeout: 600_000,
}, async () => {
  const size = { ...oneCompacts, compacting: Object.keys(oneCompacts.rounds) };
  const { aSnapshotIsInstalled, aNodeGoesOnAfterIt, ...properties } = propertiesOf(size);
  const found = await explore(withSnapshots('all compact', size), Object.values(properties));
  expect(found).toMatchObject({ complete: true, states: 2_535_002, transitions: 15_210_011, depth: 29 });
  expect(found.results.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
});
