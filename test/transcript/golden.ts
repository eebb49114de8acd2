/** The transcript that is committed, and where another one departs from it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FILE = fileURLToPath(new URL('../../../test/transcript/golden.txt', import.meta.url));

export function golden(): readonly string[] {
  return readFileSync(FILE, 'utf8').trimEnd().split('\n');
}

export function writeGolden(lines: readonly string[]): void {
  writeFileSync(FILE, `${lines.join('\n')}\n`);
}

/** The first line that differs, as it is committed and as it came; undefined where none does. */
export function departure(committed: readonly string[], lines: readonly string[]): string | undefined {
  const length = Math.max(committed.length, lines.length);
  const at = Array.from({ length }, (_, index) => index).find((index) => committed[index] !== lines[index]);
  if (at === undefined) return undefined;
  const [expected, got] = [committed, lines].map((text) => text[at] ?? '(no more lines)');
  return (
    `line ${at + 1} of test/transcript/golden.txt:\n  expected ${expected}\n  got      ${got}\n` +
    'If the replica or the run was meant to change, `npm run transcript -- --write` and read the difference.'
  );
}
