/** All mutants of the roles of the log. */
import { acceptors } from './acceptors.js';
import { leaders } from './leaders.js';
import { learners, replicas } from './learners.js';
import type { LogMutant } from './mutant.js';

export const mutants: readonly LogMutant[] = [...acceptors, ...leaders, ...learners, ...replicas];
