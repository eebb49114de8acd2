/** The made-up chapters as a module, so that threads can load them. */
import { dying, endless, growing, sound, withAfter, wronglyStated } from '../chapters.js';

export const chapters = [sound, wronglyStated, endless, withAfter, dying, growing];
