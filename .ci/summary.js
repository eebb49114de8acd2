// What vitest left in a folder, a file for each command: the tests that failed, and the numbers of `npm test`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);

for (const file of readdirSync(folder)) {
  const { testResults } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  for (const { name, status, message, assertionResults } of testResults) {
    if (status !== 'failed') continue;
    console.log(`\nfailed in npm run ${file.replace('.json', '')}: ${name}`);
    if (assertionResults.length === 0) console.log(message);
    for (const { status, fullName, failureMessages } of assertionResults)
      if (status === 'failed') console.log(`  ${fullName}\n${failureMessages.join('\n').slice(0, 3000)}`);
  }
}

const tests = join(folder, 'test.json');
if (!existsSync(tests)) {
  console.log('0 passed, 0 failed');
  process.exit(1);
}
const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
  readFileSync(tests, 'utf8'),
);
// A file that cannot be loaded has no tests of its own to fail.
const broken = testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
);
if (numPendingTests > 0) console.log(`${numPendingTests} skipped`);
console.log(`${numPassedTests} passed, ${numFailedTests + broken.length} failed`);
