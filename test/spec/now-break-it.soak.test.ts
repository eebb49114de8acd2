/** The lines with `--override` that have to be searched to the end for long. */
import { fallAsStated, LONG } from '#test/spec/now-break-it.js';

fallAsStated(LONG);
