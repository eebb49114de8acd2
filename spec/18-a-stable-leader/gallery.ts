/** The gallery: every known mistake with leases that does not need changing members, and what falls by it. */
import { fails, instance, type Mistake, nameOf } from '../chapter.js';
import { acceptors } from './ablations/acceptors.js';
import { clocks } from './ablations/clocks.js';
import { releases } from './ablations/releases.js';
import { replicas } from './ablations/replicas.js';
import type { Row } from './ablations/row.js';
import { withLeasesApart } from './leases.js';
import { sizeInWords } from './sizes.js';

/** In the order of their numbers. */
const rows: readonly Row[] = [...replicas, ...acceptors, ...clocks, ...releases].sort(
  (one, other) => numberOf(one) - numberOf(other),
);

export const gallery: readonly Mistake[] = rows.map(({ size, parts, falls, ...known }) => ({
  ...known,
  where: sizeInWords(size),
  instance: instance(nameOf(known), withLeasesApart(known.mistake, size, parts), falls.map(fails)),
}));

function numberOf({ id }: Row): number {
  return Number(id.slice(1));
}
