/** The program `synod`: the command line over the chapters of the book. */
import { runProcess } from './process.js';

await runProcess(new URL('../../spec/index.js', import.meta.url));
