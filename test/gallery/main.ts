/**
 * `npm run gallery`: makes each known mistake in production, and says which tie tells it. Fails where one is not told. With letters or numbers
 * (`npm run gallery -- T D9`) only those.
 */
import { gallery as all, missing } from './gallery.js';
import { EXCUSED } from './known.js';

const wanted = process.argv.slice(2);
const ids = [...all.map(({ id }) => id), ...Object.keys(EXCUSED)];
const unknown = wanted.filter((word) => !ids.some((id) => id === word || id[0] === word));
if (unknown.length > 0) {
  process.stderr.write(
    `expected letters or numbers of known mistakes, such as T or D9; got ${unknown.join(' ')}\n`,
  );
  process.exit(2);
}
const gallery = all.filter(({ id }) => wanted.length === 0 || wanted.includes(id) || wanted.includes(id[0]!));

const survivors: string[] = [];
for (const { id, mutant, tie, told, isTold } of gallery) {
  const started = performance.now();
  // A comparison that fails tells nothing: its mutant has survived, and the others are made nevertheless.
  const killed = await isTold().catch((error: unknown) => {
    process.stderr.write(`${id}, ${mutant}: ${error}\n`);
    return false;
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (!killed) survivors.push(`${id}, ${mutant}: expected ${tie} to tell it by: ${told}`);
  process.stdout.write(
    `${killed ? '✓' : '✗'} ${id.padEnd(4)}${mutant}\n     ${tie}: ${told} (${seconds} s)\n`,
  );
}
process.stdout.write(`\n${gallery.length - survivors.length} of ${gallery.length} mutants told\n`);
for (const [id, why] of Object.entries(EXCUSED)) process.stdout.write(`- ${id.padEnd(4)}no mutant: ${why}\n`);
for (const id of missing)
  process.stderr.write(`missing: ${id}, of which there is neither a mutant nor a reason\n`);
for (const survivor of survivors) process.stderr.write(`survived: ${survivor}\n`);
process.exitCode = survivors.length + missing.length > 0 ? 1 : 0;
