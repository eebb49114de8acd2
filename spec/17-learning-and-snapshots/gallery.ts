/** The gallery: mistakes with snapshots, and what falls by each. */
import { sizeInWords } from '../16-the-parliament/sizes.js';
import { fails, instance, type Mistake, nameOf } from '../chapter.js';
import { catchingUp } from './ablations/catching-up.js';
import { type Row, rows } from './ablations/parliament.js';
import { propertiesOf } from './claims.js';
import { oneCompacts } from './sizes.js';
import { withSnapshots } from './snapshots.js';

const properties = propertiesOf(oneCompacts);

function mistakeOf({ machines, falls, ...known }: Row): Mistake {
  return {
    ...known,
    where: `${sizeInWords(oneCompacts)}, n3 compacts`,
    instance: instance(
      nameOf(known),
      withSnapshots(known.mistake, oneCompacts, machines),
      falls.map((property) => fails(properties[property])),
    ),
  };
}

export const gallery: readonly Mistake[] = [...rows.map(mistakeOf), ...catchingUp];
