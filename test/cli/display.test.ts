import { describe, expect, test } from 'vitest';
import { progressDisplay } from '#src/terminal/progress.js';
import { endless, sound, wronglyStated } from '#test/cli/chapters.js';
import { type Circumstances, synod } from '#test/cli/synod.js';

// biome-ignore lint/suspicious/noControlCharactersInRegex: the control characters that make colours
const COLOUR = /\u001b\[\d+m/;
const TERMINAL = { columns: 72 };

describe('progress', () => {
  test('is one rewritten line on a terminal, and gone at the end', async () => {
    const { err } = await synod('check 12 --timeout 700ms --instance far', [endless], TERMINAL);
    const frames = err.split('\r\u001b[K');
    expect(frames[0]).toBe('');
    expect(frames[1]).toBe('12-endless / far …');
    // The name makes room for the numbers.
    expect(frames[2]).toMatch(
      /^12-[^…]*…? {2}[\d,]+ states {2}[\d,]+ states\/s {2}depth [\d,]+ {2}frontier [\d,]+ {2}[\d.]+ s$/,
    );
    expect(frames.at(-1)).toBe('');
    expect(frames.every((frame) => frame.length < TERMINAL.columns)).toBe(true);
    expect(err).not.toContain('\n');
  });

  test('is on the terminal even when the result is read by a machine', async () => {
    const { out, err } = await synod('check 1 --json', [sound], TERMINAL);
    expect(err).toContain('01-counting / three …');
    expect(JSON.parse(out).claims).toHaveLength(5);
  });

  test.each<[string, Circumstances]>([
    ['a log', {}],
    ['CI', { ...TERMINAL, env: { CI: 'true' } }],
    ['a dumb terminal', { ...TERMINAL, env: { TERM: 'dumb' } }],
  ])('is nothing elsewhere, of what is done in a moment (%s)', async (_where, circumstances) => {
    expect((await synod('check 1', [sound], circumstances)).err).toBe('');
  });

  test('is a line every ten seconds elsewhere, of what takes long', () => {
    const lines: string[] = [];
    const err = { write: (text: string) => lines.push(text) };
    const io = { out: err, err, env: {}, signal: new AbortController().signal };
    const running = progressDisplay(io, false).start('far');
    for (const seconds of [0.2, 9, 10.1, 10.3, 19, 20.5])
      running.update({ states: 5, transitions: 5, depth: 2, frontier: 1, seconds });
    running.end();
    expect(lines.map((line) => line.split('  ')[0])).toEqual(['far: 5 states', 'far: 5 states']);
  });

  test('says how many of how many, and makes room for what is printed', async () => {
    const written: string[] = [];
    const terminal = { write: (text: string) => written.push(text), isTTY: true, columns: 80 };
    const io = { out: terminal, err: terminal, env: {}, signal: new AbortController().signal };
    const display = progressDisplay(io, false, 98);
    display.start('one').end();
    display.start('two');
    display.above(() => terminal.write('a table\n'));
    expect(written.slice(-4)).toEqual([
      '\r\u001b[K2 of 98  two …',
      '\r\u001b[K',
      'a table\n',
      '\r\u001b[K2 of 98  two …',
    ]);
  });
});

describe('colours', () => {
  test.each<[string, boolean, Circumstances]>([
    ['a terminal', true, TERMINAL],
    ['a file', false, {}],
    ['a dumb terminal', false, { ...TERMINAL, env: { TERM: 'dumb' } }],
    ['a terminal with NO_COLOR', false, { ...TERMINAL, env: { NO_COLOR: '1' } }],
    ['a terminal with an empty NO_COLOR', true, { ...TERMINAL, env: { NO_COLOR: '' } }],
    ['a file with FORCE_COLOR', true, { env: { FORCE_COLOR: '1' } }],
    ['a terminal with FORCE_COLOR=0', false, { ...TERMINAL, env: { FORCE_COLOR: '0' } }],
    ['a file with FORCE_COLOR and NO_COLOR', true, { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }],
  ])('where they are wanted (%s: %s)', async (_where, wanted, circumstances) => {
    const { out } = await synod('check 1 2', [sound, wronglyStated], circumstances);
    expect(COLOUR.test(out)).toBe(wanted);
    const { out: listed } = await synod('list', [sound], circumstances);
    expect(COLOUR.test(listed)).toBe(wanted);
  });

  test('never in a document for machines', async () => {
    const { out } = await synod('check 1 --json', [sound], { env: { FORCE_COLOR: '1' } });
    expect(COLOUR.test(out)).toBe(false);
  });
});
