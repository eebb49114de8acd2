/** The program behind `npm run bench:etcd`. */
import { runProcess } from '../command.js';
import { run } from './program.js';

await runProcess(run);
