/** The gallery: every known mistake in a Synod, what falls by it, and where some mistakes do no harm. */
import { fails, holds, type Instance, instance, type Mistake } from '../chapter.js';
import { acceptors } from './ablations/acceptors.js';
import { harmless } from './ablations/harmless.js';
import { learners } from './ablations/learners.js';
import { proposers } from './ablations/proposers.js';
import type { Row } from './ablations/row.js';
import { propertiesOf } from './claims.js';
import { sizeInWords } from './sizes.js';
import { synod } from './synod.js';

/** The known mistakes, in the order of their numbers, and then the harmless ones. */
export const rows: readonly Row[] = [
  ...[...acceptors, ...proposers, ...learners].sort((one, other) => numberOf(one) - numberOf(other)),
  ...harmless,
];

/** The rows as the chapter shows them, each with an instance of its own. */
export const gallery: readonly Mistake[] = rows.map((row) => ({
  id: row.id,
  mistake: row.mistake,
  rule: row.rule,
  consequence: row.consequence,
  where: sizeInWords(row.size),
  instance: instanceOf(row),
}));

function instanceOf(row: Row): Instance {
  const { size, machines, memory } = row;
  const properties = propertiesOf(size);
  return instance(nameOf(row), synod(row.mistake, size, machines, memory), [
    ...row.falls.map(({ property }) => fails(properties[property])),
    ...(row.holds ?? []).map((property) => holds(properties[property])),
  ]);
}

function nameOf({ id, mistake, falls }: Row): string {
  return falls.length > 0 ? `${id}, ${mistake}` : `${id} without harm, ${mistake}`;
}

function numberOf({ id }: Row): number {
  return Number(id.slice(1));
}
