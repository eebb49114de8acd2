/** The gallery: the known mistakes with members that come and go, and what falls by each. */
import { fails, instance, type Mistake, nameOf } from '../chapter.js';
import { leaders } from './ablations/leaders.js';
import { others } from './ablations/others.js';
import type { Row } from './ablations/row.js';
import { propertiesOf } from './claims.js';
import { withMembers, withMembersApart } from './members.js';
import { apart, sizeInWords } from './sizes.js';

function mistakeOf({ size, machines, falls, ...known }: Row): Mistake {
  const properties = propertiesOf(size);
  const parliament = size === apart ? withMembersApart : withMembers;
  return {
    ...known,
    where: sizeInWords(size),
    instance: instance(
      nameOf(known),
      parliament(known.mistake, size, machines),
      falls.map((property) => fails(properties[property])),
    ),
  };
}

/** In the order of their numbers, those of configurations first. */
export const gallery: readonly Mistake[] = [...leaders.map(mistakeOf), ...others].sort(
  (one, other) =>
    one.id[0]!.localeCompare(other.id[0]!) || Number(one.id.slice(1)) - Number(other.id.slice(1)),
);
