import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { synod } from '#test/cli/synod.js';
import { withTraces } from '#test/conform/simulated.js';

let folder: string;
let files: readonly string[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'synod-conform-cli-'));
  await withTraces({ seed: 2, steps: 500 }, async (traces) => {
    files = traces.files.map((file, index) => {
      const copy = join(folder, `n${index + 1}.jsonl`);
      writeFileSync(copy, readFileSync(file));
      return copy;
    });
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('synod conform', () => {
  test('says what there was, and that each event is allowed', async () => {
    const { code, out, err } = await synod(['conform', ...files], []);
    expect(out).toMatch(/^ +\d+ {2}kept vote$/m);
    expect(out).toMatch(
      /[\d,]+ events of 3 nodes in \d+ starts: each is allowed by chapters 16, 17 and 24\.\n$/,
    );
    expect([code, err]).toEqual([0, '']);
  });

  test('shows the first step that is not allowed, with the machines and the nearest steps', async () => {
    const { code, out } = await synod(['conform', ...withOtherVote()], []);
    expect(out).toMatch(/n1\.jsonl:\d+: not allowed: an acceptor votes for what was proposed to it\n/);
    expect(out).toMatch(
      /\n {2}event {5}\d+ of n1, incarnation 0, start 1: written\n {2}expected {2}.*\n {2}got /,
    );
    expect(out).toMatch(/Before it n1 is, in the book:\n {2}leader {4}.*\n {2}acceptor {2}promised \d+\.n\d/);
    expect(out).toMatch(/The nearest steps that are allowed:\n(?: {2}.*\n)*? {2}vote \d+=\d+\.n\d:/);
    expect(out).toMatch(/\d+ events of 3 nodes in \d+ starts were allowed before that\.\n$/);
    expect(code).toBe(1);
  });

  test('tells the same as JSON', async () => {
    const { code, out } = await synod(['conform', '--json', ...withOtherVote()], []);
    const told = JSON.parse(out) as object;
    const rule = 'an acceptor votes for what was proposed to it';
    expect(told).toMatchObject({ exitCode: 1, refusal: { rule, event: { node: 'n1', kind: 'written' } } });
    expect(code).toBe(1);
  });

  test('shows how many events it has seen on a terminal, in no colours where none are wanted', async () => {
    const circumstances = { columns: 80, env: { NO_COLOR: '1' } };
    const { out, err } = await synod(['conform', ...files], [], circumstances);
    expect(err).toContain('\r\u001b[K1,000 events');
    expect(out).not.toContain('\u001b[3');
  });

  test('stops when it is asked to', async () => {
    const { code, out } = await synod(['conform', ...files], [], { signal: AbortSignal.abort() });
    expect(out).toMatch(/then it was stopped/);
    expect(code).toBe(3);
  });

  test.each([
    ['no file', 'conform', /missing required argument 'file'/],
    ['a file that is not there', 'conform no-such.jsonl', /got 'no-such\.jsonl', which is none/],
    ['a file that is no trace', 'conform package.json', /package\.json:1: expected an event of a trace/],
  ])('refuses %s', async (_, line, message) => {
    const { code, err } = await synod(line, []);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });

  test('refuses two files of one node', async () => {
    const copy = join(folder, 'copy.jsonl');
    writeFileSync(copy, readFileSync(files[0]!));
    const { code, err } = await synod(['conform', copy, ...files], []);
    expect(err).toMatch(/expected one file for each node; got n1 in .* and in /);
    expect(code).toBe(2);
  });
});

/** The traces, in which n1 has voted for a no-op where it did first. */
function withOtherVote(): readonly string[] {
  const [first, ...others] = files as [string, ...string[]];
  const changed = join(folder, 'changed-n1.jsonl');
  const lines = readFileSync(first, 'utf8').split('\n');
  const at = lines.findIndex((line) => line.includes('"type":"vote"'));
  const event = JSON.parse(lines[at]!) as { readonly batches: { type: string; value?: object }[][] };
  event.batches.flat().find(({ type }) => type === 'vote')!.value = { type: 'noOp' };
  writeFileSync(changed, lines.with(at, JSON.stringify(event)).join('\n'));
  return [changed, ...others];
}
