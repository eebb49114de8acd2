/** All mutants, of all roles. */
import { acceptors } from './acceptors.js';
import { learners } from './learners.js';
import type { Mutant } from './mutant.js';
import { proposers } from './proposers.js';

export const mutants: readonly Mutant[] = [...acceptors, ...proposers, ...learners];
