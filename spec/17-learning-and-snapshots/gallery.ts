/** The gallery: mistakes with snapshots, and what falls by each. */
import { sizeInWords } from '../16-the-parliament/sizes.js';
import { fails, instance, type Mistake } from '../chapter.js';
import { catchingUp } from './ablations/catching-up.js';
import { type Row, rows } from './ablations/parliament.js';
import { propertiesOf } from './claims.js';
import { oneCompacts } from './sizes.js';
import { withSnapshots } from './snapshots.js';

const properties = propertiesOf(oneCompacts);

function mistakeOf({ id, mistake, rule, consequence, machines, falls }: Row): Mistake {
  return {
    id,
    mistake,
    rule,
    consequence,
    where: `${sizeInWords(oneCompacts)}, n3 compacts`,
    instance: instance(
      `${id}, ${mistake}`,
      withSnapshots(mistake, oneCompacts, machines),
      falls.map((property) => fails(properties[property])),
    ),
  };
}

export const gallery: readonly Mistake[] = [...rows.map(mistakeOf), ...catchingUp];
