/** The program behind `npm run bench:spin`. */
import { runProcess } from './command.js';
import { run } from './comparison.js';

await runProcess(run);
