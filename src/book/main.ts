/** The program behind `npm run book`. */
import { thisHouse } from './house.js';
import { run } from './program.js';

process.exitCode = await run(process.argv.slice(2), await thisHouse(), {
  out: process.stdout,
  err: process.stderr,
  env: process.env,
  signal: new AbortController().signal,
});
