/** Chapter 16: what its instances must be able to show, and its gallery. */
import { describe, expect, test } from 'vitest';
import { explore, formatTrace } from '#model/index.js';
import { propertiesOf } from '#spec/16-the-parliament/claims.js';
import { gallery } from '#spec/16-the-parliament/gallery.js';
import { firstOpen, type LeaderContext, nextSlot, reportedBy } from '#spec/16-the-parliament/leader.js';
import { parliament } from '#spec/16-the-parliament/parliament.js';
import { show } from '#spec/16-the-parliament/show.js';
import { sizeInWords, threeBallots, twoSlots } from '#spec/16-the-parliament/sizes.js';
import { theParliament } from '#spec/16-the-parliament/the-parliament.js';
import { statesWhatFalls } from '#test/spec/gallery.js';

describe('chapter 16, the Parliament', () => {
  test('claims of its first instance all that it claims at all, and the refinement of each slot', () => {
    const [first] = theParliament.instances;
    const claimed = first!.claims.map(({ property }) => property.name);
    const all = Object.values(propertiesOf(twoSlots)).map(({ name }) => name);
    expect(claimed).toEqual([...all, 'slot 1 refines Voting', 'slot 2 refines Voting']);
  });
});

describe('the gallery of chapter 16', () => {
  test('has every known mistake in a log that does not need a node or a snapshot', () => {
    expect([...new Set(gallery.map(({ id }) => id))]).toEqual(['L1', 'L2', 'L4', 'L5', 'L6', 'L8', 'L10']);
  });

  statesWhatFalls(theParliament);
});

describe('a leader', () => {
  const leader: LeaderContext = {
    id: 'n1',
    quorums: [],
    rounds: 1,
    slots: 9,
    commands: [],
    decided: [],
    ballot: null,
    first: 1,
    promises: [],
    proposals: [],
  };
  const vote = (slot: number, round: number, value: string) => ({
    slot,
    ballot: { round, proposer: 'n2' },
    value,
  });

  test('begins at the first slot that it does not know to be decided, wherever the last one is', () => {
    expect(firstOpen(leader)).toBe(1);
    expect(firstOpen({ ...leader, decided: [1, 2] })).toBe(3);
    expect(firstOpen({ ...leader, decided: [2, 3] })).toBe(1);
    expect(firstOpen({ ...leader, decided: [1, 3] })).toBe(2);
  });

  test('adopts in each slot the vote of the highest ballot, fills holes, and is free after the last report', () => {
    const reported = {
      ...leader,
      first: 2,
      promises: [
        { acceptor: 'n2', votes: [vote(2, 1, 'olives'), vote(4, 3, 'bread')] },
        { acceptor: 'n3', votes: [vote(2, 2, 'wine'), vote(4, 1, 'salt')] },
      ],
    };
    const proposals = [
      { slot: 2, value: 'wine' },
      { slot: 3, value: 'no-op' },
      { slot: 4, value: 'bread' },
    ];
    expect(reportedBy(reported)).toEqual(proposals);
    expect(nextSlot({ ...reported, proposals })).toBe(5);
    expect(reportedBy({ ...reported, promises: [] })).toEqual([]);
    expect(nextSlot(reported)).toBe(2);
  });
});

test('a trace says decrees, votes and reports in a word each, and sizes are told in words', async () => {
  const system = parliament('the Parliament', twoSlots);
  const { results } = await explore(system, [propertiesOf(twoSlots).aValueIsAdoptedAndTheNextIsNot]);
  const text = formatTrace(results[0]!.trace!, system.show);
  expect(text).toContain('leader.proposals [1=olives] → [1=olives, 2=wine]');
  expect(text).toContain('sends promise ballot=1.n2 votes=[1=1.n1:olives] to n2');
  expect(show({ acceptor: 'n2', votes: [] })).toBe('n2');
  expect(sizeInWords(threeBallots)).toBe('2 slots, ballots 2 + 1');
});
