/** The gallery: the known mistakes in a log, and what falls by each. */
import { fails, type Instance, instance, type Mistake, nameOf } from '../chapter.js';
import { acceptors, votesOnlyAsPromised } from './ablations/acceptors.js';
import { leaders } from './ablations/leaders.js';
import { learners } from './ablations/learners.js';
import { replicas } from './ablations/replicas.js';
import type { Row } from './ablations/row.js';
import { propertiesOf } from './claims.js';
import { parliament } from './parliament.js';
import { slotRefinesVoting } from './refinement.js';
import { aDecisionIsAlwaysPossible, oneLeader, retrying } from './retries.js';
import { sizeInWords } from './sizes.js';

/** The mistakes that can be seen over a network that loses nothing for good, in the order of their numbers. */
export const rows: readonly Row[] = [...leaders, ...replicas, ...learners, ...acceptors].sort(
  (one, other) => numberOf(one) - numberOf(other),
);

/** L10 costs progress only, and over a network that keeps every message for good not even that. */
const neverVotesForALeaderItMissed: Omit<Mistake, 'instance'> = {
  id: 'L10',
  mistake: 'an acceptor that votes only in the very ballot that it promised',
  rule: 'an acceptor votes in every ballot that is not below its promise',
  consequence: 'One that missed phase 1 can never vote for the leader, who needs it when another one stops.',
  where: `${sizeInWords(oneLeader)}, losses, 1 stop of an acceptor`,
};

export const gallery: readonly Mistake[] = [
  ...rows.map(
    (row): Mistake => ({
      id: row.id,
      mistake: row.mistake,
      rule: row.rule,
      consequence: row.consequence,
      where: sizeInWords(row.size),
      instance: instanceOf(row),
    }),
  ),
  {
    ...neverVotesForALeaderItMissed,
    instance: instance(
      nameOf(neverVotesForALeaderItMissed),
      retrying(neverVotesForALeaderItMissed.mistake, { acceptor: votesOnlyAsPromised }),
      [fails(aDecisionIsAlwaysPossible)],
    ),
  },
];

function instanceOf(row: Row): Instance {
  const { size, machines, falls, breaks = [] } = row;
  const properties = propertiesOf(size);
  return instance(nameOf(row), parliament(row.mistake, size, machines), [
    ...falls.map((property) => fails(properties[property])),
    ...breaks.map((slot) => fails(slotRefinesVoting(slot, size))),
  ]);
}

function numberOf({ id }: Row): number {
  return Number(id.slice(1));
}
