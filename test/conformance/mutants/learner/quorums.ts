/** Learners that count to another number. */
import type { Mutant } from '../mutant.js';
import { countingWrong } from '../sizes.js';
import { countingTo, mutant } from './making.js';

export const quorums: readonly Mutant[] = countingWrong('vote', 'phase2', (name, told, size) =>
  mutant(name, told, countingTo(size)),
);
