// What vitest left in a file: the tests that failed, and the numbers.
import { readFileSync } from 'node:fs';

const [file] = process.argv.slice(2);
const results = readFileSync(file, 'utf8');
// Empty where vitest did not come to its end.
if (results === '') {
  console.log('0 passed, 0 failed');
  process.exit(1);
}
const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(results);

for (const { name, status, message, assertionResults } of testResults) {
  if (status !== 'failed') continue;
  console.log(`\nfailed: ${name}`);
  if (assertionResults.length === 0) console.log(message);
  for (const { status, fullName, failureMessages } of assertionResults)
    if (status === 'failed') console.log(`  ${fullName}\n${failureMessages.join('\n').slice(0, 3000)}`);
}
// A file that cannot be loaded has no tests of its own to fail.
const broken = testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
);
if (numPendingTests > 0) console.log(`${numPendingTests} skipped`);
console.log(`${numPassedTests} passed, ${numFailedTests + broken.length} failed`);
