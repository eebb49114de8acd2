/** The program behind `npm run transcript`. */
import { runProcess } from '#test/bench/command.js';
import { run } from './command.js';

await runProcess(run);
