/** The book's chapters, in order: `synod/spec`. */
import { oneServer } from './01-one-server/one-server.js';
import { replication } from './02-replication/replication.js';
import { oneMaster } from './03-one-master-many-slaves/one-master.js';
import { retries } from './04-retries/retries.js';
import { promotion } from './05-promotion/promotion.js';
import { splitBrain } from './06-split-brain/split-brain.js';
import { manyMasters } from './07-many-masters/many-masters.js';
import { theSynod } from './14-the-synod/the-synod.js';
import type { Chapter } from './chapter.js';

export { type Chapter, type Claim, fails, holds, type Instance, instance, type Mistake } from './chapter.js';

export const chapters: readonly Chapter[] = [
  oneServer,
  replication,
  oneMaster,
  retries,
  promotion,
  splitBrain,
  manyMasters,
  theSynod,
];
