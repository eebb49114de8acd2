/** Chapter 16 with one more ballot, in which some of its mistakes are looked at, and with one more slot: the right machines, to the end. */
import { expect, test } from 'vitest';
import { explore } from '#model/index.js';
import { propertiesOf } from '#spec/16-the-parliament/claims.js';
import { parliament } from '#spec/16-the-parliament/parliament.js';
import { slotRefinesVoting } from '#spec/16-the-parliament/refinement.js';
import { threeBallots, threeSlots } from '#spec/16-the-parliament/sizes.js';

test('with ballots 2 + 1 all holds, and each slot refines Voting', { timeout: 600_000 }, async () => {
  // A leader that is asked for one thing only leaves no hole for the next one; the chapter's first instance has such a hole.
  const { aNoOpFillsAHole, ...properties } = propertiesOf(threeBallots);
  const found = await explore(parliament('the Parliament', threeBallots), [
    ...Object.values(properties),
    slotRefinesVoting(1, threeBallots),
    slotRefinesVoting(2, threeBallots),
  ]);
  expect(found).toMatchObject({ complete: true, states: 2_951_974, transitions: 19_694_201, depth: 31 });
  expect(found.results.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
});

test('with three slots all holds', { timeout: 600_000 }, async () => {
  const found = await explore(
    parliament('the Parliament', threeSlots),
    Object.values(propertiesOf(threeSlots)),
  );
  expect(found).toMatchObject({ complete: true, states: 4_200_292, transitions: 42_405_577, depth: 31 });
  expect(found.results.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
});
