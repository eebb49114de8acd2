/** The book's chapters, in order: `synod/spec`. */
export { type Chapter, type Claim, fails, holds, type Instance, instance } from './chapter.js';
