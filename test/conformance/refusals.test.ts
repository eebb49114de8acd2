import { expect, test } from 'vitest';
import { explore } from '#model/index.js';
import { flexible, fourAcceptors } from '#spec/14-the-synod/sizes.js';
import { synod } from '#spec/14-the-synod/synod.js';
import { formatDifference } from '#test/conformance/difference.js';
import { firstNotRefused, oncePerState, spoiled } from '#test/conformance/refusals.js';
import { instanceOf, production } from '#test/conformance/tie.js';

const size = { ...fourAcceptors, quorums: flexible };

test('in every state each role refuses impossible ballots and unknown types, and leaves strangers alone', async () => {
  const { pairs } = await explore(synod('two to choose', size), []);
  const all = [...pairs()];
  const difference = firstNotRefused(all, instanceOf(size), production);
  expect(difference && formatDifference(difference)).toBeUndefined();
  const outcomes = oncePerState(all.filter(({ role }) => role !== 'client')).flatMap(spoiled);
  expect(outcomes.filter(({ outcome }) => outcome === 'left alone')).toHaveLength(970);
  expect(outcomes.filter(({ outcome }) => outcome === 'InvalidInput')).toHaveLength(3690);
});
