/** The book's chapters, in order: `synod/spec`. */
import { oneServer } from './01-one-server/one-server.js';
import { replication } from './02-replication/replication.js';
import { oneMaster } from './03-one-master-many-slaves/one-master.js';
import { retries } from './04-retries/retries.js';
import { promotion } from './05-promotion/promotion.js';
import { splitBrain } from './06-split-brain/split-brain.js';
import { manyMasters } from './07-many-masters/many-masters.js';
import { askAMajority } from './08-ask-a-majority/ask-a-majority.js';
import { mastersKeepPropagating } from './09-masters-keep-propagating/masters-keep-propagating.js';
import { noMajorityNoProgress } from './10-no-majority-no-progress/no-majority-no-progress.js';
import { itNeededAGlobalClock } from './11-it-needed-a-global-clock/it-needed-a-global-clock.js';
import { promisesInsteadOfAClock } from './12-promises-instead-of-a-clock/promises-instead-of-a-clock.js';
import { warringProposers } from './13-warring-proposers/warring-proposers.js';
import { theSynod } from './14-the-synod/the-synod.js';
import { whyItIsRight } from './15-why-it-is-right/why-it-is-right.js';
import { theParliament } from './16-the-parliament/the-parliament.js';
import { learningAndSnapshots } from './17-learning-and-snapshots/learning-and-snapshots.js';
import { aStableLeader } from './18-a-stable-leader/a-stable-leader.js';
import { whatItCosts } from './19-what-it-costs/what-it-costs.js';
import { clientsWhoRetry } from './20-clients-that-retry/clients-that-retry.js';
import { addingAndRemovingNodes } from './24-adding-and-removing-nodes/adding-and-removing-nodes.js';
import type { Chapter } from './chapter.js';

export {
  type Chapter,
  type Claim,
  type Decision,
  type Exhibit,
  type Fall,
  fails,
  holds,
  type Instance,
  instance,
  type Mistake,
  type Suspect,
} from './chapter.js';

export const chapters: readonly Chapter[] = [
  oneServer,
  replication,
  oneMaster,
  retries,
  promotion,
  splitBrain,
  manyMasters,
  askAMajority,
  mastersKeepPropagating,
  noMajorityNoProgress,
  itNeededAGlobalClock,
  promisesInsteadOfAClock,
  warringProposers,
  theSynod,
  whyItIsRight,
  theParliament,
  learningAndSnapshots,
  aStableLeader,
  whatItCosts,
  clientsWhoRetry,
  addingAndRemovingNodes,
];
