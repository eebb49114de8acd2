/** All mutants of the learner. */

import { counting } from './learner/counting.js';
import { addsUpBallots } from './learner/known.js';
import { messages } from './learner/messages.js';
import { quorums } from './learner/quorums.js';
import { refusing } from './learner/refusing.js';
import { states } from './learner/states.js';
import type { Mutant } from './mutant.js';

export { addsUpBallots };

export const learners: readonly Mutant[] = [
  addsUpBallots,
  ...quorums,
  ...counting,
  ...states,
  ...messages,
  ...refusing,
];
