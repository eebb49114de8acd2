/** All mutants of the Synod's machines: each named guard, assignment, message and durable key changed, one at a time. */
import { mutantsOf } from '#model/index.js';
import type { Suspect } from '../../chapter.js';
import { memory } from '../memory.js';
import type { RoleName } from '../size.js';
import { machines } from '../synod.js';
import { climb } from './climb.js';
import { harmless } from './harmless.js';
import { ladderFor } from './ladder.js';

const roles: readonly RoleName[] = ['proposer', 'acceptor', 'learner', 'client'];

export const mutants: readonly Suspect[] = roles.flatMap((role) =>
  mutantsOf(machines[role], { durable: memory[role] }).map((mutant): Suspect => {
    const { id } = mutant;
    const reason = harmless[id];
    // Where nothing is expected to fall, an instance contained in a larger one tells nothing more.
    const ladder = ladderFor(role).filter(({ isPartOfNext }) => reason === undefined || !isPartOfNext);
    return {
      id,
      ...(reason !== undefined && { harmless: reason }),
      decide: () => climb(role, mutant, ladder),
    };
  }),
);
