/** The gallery: mistakes with snapshots, and what falls by each. */
import { sizeInWords } from '../16-the-parliament/sizes.js';
import { fails, instance, type Mistake, nameOf } from '../chapter.js';
import { catchingUp } from './ablations/catching-up.js';
import { type Row, rows } from './ablations/parliament.js';
import { propertiesOf, propertiesWithin } from './claims.js';
import { oneCompacts } from './sizes.js';
import { withSnapshots } from './snapshots.js';

function mistakeOf({ machines, falls, size = oneCompacts, ...known }: Row): Mistake {
  const { alpha } = size;
  const properties = { ...propertiesOf(size), ...propertiesWithin(alpha ?? Number.POSITIVE_INFINITY) };
  return {
    ...known,
    where: `${sizeInWords(size)}, n3 compacts${alpha === undefined ? '' : `, α ${alpha}`}`,
    instance: instance(
      nameOf(known),
      withSnapshots(known.mistake, size, machines),
      falls.map((property) => fails(properties[property])),
    ),
  };
}

export const gallery: readonly Mistake[] = [...rows.map(mistakeOf), ...catchingUp];
