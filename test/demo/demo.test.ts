import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Ledger } from '#src/demo/ledger.js';
import { recordingOf } from '#src/demo/recording.js';
import { type Frame, Screen } from '#src/demo/screen.js';
import { PROGRAM, spawned } from '#test/cli/synod.js';

const commands = (): string => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });

test('an interrupted demo leaves neither processes nor files behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'synod-interrupted-'));
  let during = '';
  const { code, out } = await spawned(PROGRAM, ['demo', '--headless'], { TMPDIR: folder }, (child) => {
    child.stdout.once('data', () => {
      during = commands();
      child.kill('SIGINT');
    });
  });
  expect(during).toContain(folder);
  expect(commands()).not.toContain(folder);
  expect(readdirSync(folder)).toEqual([]);
  expect(out).toMatch(/Interrupted/);
  expect(code).toBe(3);
  rmdirSync(folder);
});

test('a write counts as asked for with its own value, and once', () => {
  const ledger = new Ledger(() => 0);
  ledger.send('a', '1');
  expect(ledger.isAsked({ key: 'a', value: '1', version: 1 })).toBe(true);
  expect(ledger.isAsked({ key: 'a', value: '1', version: 2 })).toBe(false);
  expect(ledger.isAsked({ key: 'a', value: '2', version: 1 })).toBe(false);
  expect(ledger.isAsked({ key: 'b', value: '1', version: 1 })).toBe(false);
  expect([...ledger.kept.keys()]).toEqual([]);
  ledger.acknowledge('a');
  expect([...ledger.kept]).toEqual([['a', '1']]);
});

/** What a screen has written after an event and two claims, and its frames. */
function shown(columns: number, env: Readonly<Record<string, string>>) {
  let out = '';
  const frames: Frame[] = [];
  const io = {
    out: { write: (text: string) => (out += text), columns, isTTY: true },
    err: { write: () => {} },
    env,
    signal: new AbortController().signal,
  };
  const screen = new Screen(io, {
    isLive: false,
    now: () => 1_000 * frames.length,
    titleOf: (chapter) => `Chapter ${chapter}, which has a long title & a <mark>, and another one behind it`,
    standing: () => [[['how things stand']]],
    onFrame: (frame) => void frames.push(frame),
  });
  screen.event(`n1 is ${'killed, and '.repeat(10)}killed`, '06');
  screen.claim('all is well', true);
  screen.claim('it is not', false);
  return { out, frames, screen };
}

test.each([80, 100])('no line is longer than the terminal (%i columns, no colours)', (columns) => {
  const { out, screen } = shown(columns, { NO_COLOR: '1' });
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
  expect(out).not.toContain('\u001b');
  expect(out).toMatch(/^ {9}ok {2}all is well\n {9}NO {2}it is not\n$/m);
  expect([screen.claims, screen.failures]).toEqual([2, 1]);
});

test('a recording has a frame for each moment, and each line once', () => {
  const { frames } = shown(80, {});
  const svg = recordingOf(frames);
  expect(svg.match(/<g transform=/g)).toHaveLength(frames.length);
  expect(svg.match(/all is well/g)).toHaveLength(1);
  expect(svg).toContain('a long title &amp; a &lt;mark>');
  expect(svg).toMatch(/\.film\{transform:translateX\(-\d+px\)\}/);
});
