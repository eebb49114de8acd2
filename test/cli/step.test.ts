/** Going through a system by hand, as a reader does. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chapters } from '#spec/index.js';
import { hasTerminals, inTerminal, synod } from '#test/cli/synod.js';

const folder = mkdtempSync(join(tmpdir(), 'synod-step-'));

/** Chooses by what a choice says, not by its number. */
async function stepping(
  book: typeof chapters,
  args: readonly string[],
  choices: readonly string[],
): Promise<string> {
  let typed: readonly string[] = [];
  let told = '';
  for (const choice of choices) {
    if (told === '') told = (await synod(['step', ...args], book, { typed: ['q'] })).out;
    const last = told.slice(told.lastIndexOf('what can happen now:'));
    const number = last
      .split('\n')
      .find((line) => line.includes(choice))
      ?.match(/^ *(\d+) /)?.[1];
    typed = [...typed, number ?? choice];
    told = (await synod(['step', ...args], book, { typed })).out;
  }
  return told;
}

const DISAGREEMENT = [
  'c1 → s1 request value=olives',
  's1 → c1 decided value=olives',
  'c2 → s2 request value=wine',
  's2 → c2 decided value=wine',
];

describe('synod step', () => {
  test('reaches the disagreement of chapter 02 by hand, and says so', async () => {
    const told = await stepping(chapters, ['02'], DISAGREEMENT);
    expect(told).toContain('  broken: the copies agree\n');
    expect(told).toContain('  broken: agreement\n');
    expect(told).toContain('  witnessed: every client is told\n');
  });

  test('tells rounds that grow as they are, though the search renames them by rank', async () => {
    const rounds = ['m1 begin', 'm1 timeout', 'm1 begin', 'm1 timeout', 'm1 begin', 'w', 't'];
    const told = await stepping(chapters, ['13'], rounds);
    expect(told).toContain('5  m1 begin · m1: resting → reading, round 2 → 3 · sends read round=3 to slave');
    expect(told).toContain('m1 → s1 read round=3');
    expect(told).toMatch(/ {2}m1 {2}reading, .*round 3,/);
    expect(told).toContain('> 1  m1 begin · m1: resting → reading, round 0 → 1');
  });

  test('goes back, starts anew, shows the state and helps', async () => {
    const { code, out } = await synod('step 02', chapters, {
      typed: ['2', 'b', '2', 'r', 'w', 't', '?', '99', 'x', 'q'],
    });
    expect(out).toContain('1  c1 → s1 request value=olives · s1: value null → olives');
    expect(out).toContain('Back in the state after 0 steps.');
    expect(out).toContain('(nothing happened yet)');
    expect(out).toContain('save FILE');
    expect(out).toContain('There is no step 99; expected 1 to ');
    expect(out).toContain("'x' is none of these:");
    expect(code).toBe(0);
  });

  test('saves a run that decides a claim, and begins from it', async () => {
    const file = join(folder, 'run.json');
    const early = await synod('step 02', chapters, { typed: [`save ${file}`] });
    expect(early.out).toContain('this run decides no claim yet');
    const saved = await stepping(chapters, ['02'], [...DISAGREEMENT, `save ${file}`]);
    expect(saved).toContain(`The run of 4 steps is in ${file}.`);
    const replayed = await synod(['check', '--replay', file], chapters);
    expect([replayed.code, replayed.err]).toEqual([0, '']);
    const again = await synod(['step', '02', '--trace', file], chapters, { typed: ['q'] });
    expect(again.out).toContain('After 4 steps, what can happen now:');
    const elsewhere = await synod(['step', '01', '--trace', file], chapters, { typed: ['q'] });
    expect(elsewhere.err).toContain('is the trace of another instance?');
  });

  test('offers faults and losses, and ends where nothing can happen', async () => {
    const lossy = await synod(['step', '04'], chapters, { typed: ['1', 'q'] });
    expect(lossy.out).toMatch(/network fault\.lose \w+ value=olives from \w+ to \w+/);
  });

  test.skipIf(!hasTerminals)('in a terminal of 80 columns, with colours', () => {
    const { screen } = inTerminal('step 02', '2\n1\n5\n1\nq\n');
    expect(screen).toContain('After 1 step,');
    expect(screen).toContain('broken: agreement');
    expect(screen).toContain('\u001b[36mc1');
  });
});

describe('synod check --override', () => {
  test('takes a rule away, and shows what falls', async () => {
    const args = ['check', '12', '-i', 'two rounds, as before', '--override', 'slave.isNotBelowLowest=true'];
    const { code, out } = await synod(args, chapters);
    expect(out).toMatch(/^✗ {2}what a majority has stored in one round.* fails, stated to hold/m);
    expect(out).toContain('m1 → s1 write round=1 value=olives');
    expect(code).toBe(1);
  });

  test.each([
    [
      'slave.nope=true',
      "the machine of role 'slave' has no guard 'nope'; its guards: isAboveLowest, isNotBelowLowest",
    ],
    [
      'nobody.nope=true',
      "there is no role 'nobody' with a machine to override; expected one of: client, master, slave",
    ],
    ['slave.promise=maybe', 'expected ROLE.GUARD=true, ROLE.GUARD=false or ROLE.ACTION=off'],
  ])('says of %s what there is', async (override, message) => {
    const { code, err } = await synod(['check', '12', '--override', override], chapters);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });

  test('an action that is off changes nothing more', async () => {
    const args = ['check', '02', '-i', 'two copies, one', '--override', 'client.ask=off'];
    const { out } = await synod(args, chapters);
    expect(out).toMatch(/^✗ {2}every client is told +fails, stated to hold/m);
  });
});
