/** What a reader sees who asks for one claim, or takes a rule away: the screen of a terminal that is 80 columns wide. */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { hasTerminals, inTerminal } from '#test/cli/synod.js';

describe.skipIf(!hasTerminals)('in a terminal of 80 columns', () => {
  test('explain says what a claim says and where it falls, and shows one run in colours', {
    timeout: 120_000,
  }, () => {
    const { code, screen } = inTerminal('explain 14 agreement');
    const text = fitting(screen);
    expect(code).toBe(0);
    expect(text).toMatch(/^14-the-synod {2}The Synod\n/);
    expect(text).toContain(
      '\nagreement\n  Learners and clients, taken together, are never told two values.\n',
    );
    expect(text).toMatch(
      /\n {2}holds in \d+ instances,.*\(spec\/verdicts\.json\)\n {2}fails in \d+ instances, as stated/,
    );
    expect(text).toMatch(/\nagreement · S\d+, .*\n {2}The rule taken away: /);
    expect(text).toMatch(
      /\n {2}fails; [\d,]+ states were looked at, and this is a counterexample:\n {3}1 {2}c1 → p1 /,
    );
    expect(text).toMatch(/learned \[olives\] → \s*\[olives, wine\]/);
    expect(screen).toContain('\u001b[1magreement\u001b[22m');
    expect(screen).toContain('\u001b[36mc1\u001b[39m');
  });

  test('explain says a claim in words even where no run breaks it', { timeout: 120_000 }, () => {
    const { code, screen } = inTerminal('explain 14 "told stays told"');
    expect(code).toBe(0);
    expect(fitting(screen)).toContain('\ntold stays told\n  A client does not forget what it was told.');
  });

  test('explain says the first sentence of each claim, and all of the one that it shows', {
    timeout: 120_000,
  }, () => {
    const { code, screen } = inTerminal('explain 10');
    const text = fitting(screen).replace(/\s+/g, ' ');
    expect(code).toBe(0);
    expect(text).toContain(
      ' the majority side can still decide (always possible) Whatever happened before, c2 can be told. holds in ',
    );
    expect(text).toContain(' It fails while the split lasts. A split that heals costs only time: ');
    expect(text).toContain(' the minority side can still decide · split for good before round 3 fails; ');
  });

  test('check --override says what falls, and shows each run', { timeout: 120_000 }, () => {
    const { code, screen } = inTerminal('check 03 --override slave.isMaster=true');
    const text = fitting(screen);
    expect(code).toBe(1);
    expect(text).toMatch(/^✗ {2}agreement +fails, stated to hold +5$/m);
    expect(text).toMatch(/^'agreement' is stated to hold and fails; the shortest trace:\n +1 {2}c1 → /m);
    expect(text).toMatch(/told \[\] → \[wine\]/);
    expect(screen).toContain('\u001b[31m✗\u001b[39m');
  });

  test('check --override lists what there is where a name is unknown', { timeout: 120_000 }, () => {
    const { code, screen } = inTerminal('check 03 --override slave.isLord=true');
    expect(code).toBe(2);
    expect(fitting(screen).replace(/\s+/g, ' ')).toContain(
      "role 'slave' has no guard 'isLord'; its guards: isMaster",
    );
  });
});

/** The text of a screen, each line of which fits it; a message of an error is left to the terminal to wrap. */
function fitting(screen: string): string {
  const lines = stripVTControlCharacters(screen).split('\n');
  expect(lines.filter((line) => line.length > 80 && !line.startsWith('error: '))).toEqual([]);
  return lines.join('\n');
}
