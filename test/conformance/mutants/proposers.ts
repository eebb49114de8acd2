/** All mutants of the proposer. */

import type { Mutant } from './mutant.js';
import { choosing } from './proposer/choosing.js';
import { counting } from './proposer/counting.js';
import { adoptsTheFirstReported, ignoresReportedVotes, usesARoundAgain } from './proposer/known.js';
import { messages } from './proposer/messages.js';
import { records } from './proposer/records.js';
import { refusing } from './proposer/refusing.js';
import { rounds } from './proposer/rounds.js';
import { states } from './proposer/states.js';
import { timers } from './proposer/timers.js';

export { adoptsTheFirstReported, ignoresReportedVotes, usesARoundAgain };

export const proposers: readonly Mutant[] = [
  ignoresReportedVotes,
  adoptsTheFirstReported,
  usesARoundAgain,
  ...choosing,
  ...counting,
  ...rounds,
  ...records,
  ...messages,
  ...timers,
  ...states,
  ...refusing,
];
