/** The book's chapters, in order: `synod/spec`. */
import { theSynod } from './14-the-synod/the-synod.js';
import type { Chapter } from './chapter.js';

export { type Chapter, type Claim, fails, holds, type Instance, instance, type Mistake } from './chapter.js';

export const chapters: readonly Chapter[] = [theSynod];
