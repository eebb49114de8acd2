/** The same inputs give the same effects on every Node: what comes on this one is what is committed. */
import { expect, test } from 'vitest';
import type { Io } from '#src/terminal/io.js';
import { forgetting, mutants } from '#test/model-based/replica-mutants.js';
import { run } from '#test/transcript/command.js';
import { departure, golden } from '#test/transcript/golden.js';
import { transcriptOf } from '#test/transcript/transcript.js';

test('three replicas take the steps of the committed transcript', () => {
  expect(departure(golden(), transcriptOf().lines)).toBeUndefined();
});

test('the transcript has elections, sessions, crashes, catching up and snapshots', () => {
  const { lines, happened } = transcriptOf();
  expect([...happened].sort()).toEqual([
    'a client was told that it is not known',
    'a command was answered',
    'a crash met a persist under way',
    'a decision was learned beyond a hole',
    'a leader had to recover decrees',
    'a leader was refused',
    'a read was answered',
    'a retry was answered from the table',
    'a session was evicted',
    'a snapshot was installed',
    'two commands stood in one decree',
    'two proposals were under way at once',
  ]);
  expect(lines).toContainEqual(expect.stringMatching(/ ← start round=/));
  expect(lines).toContainEqual(expect.stringMatching(/ ← n\d {2}prepare /));
  expect(lines).toContainEqual(expect.stringMatching(/ ← n\d {2}decrees /));
  expect(lines).toContainEqual(expect.stringMatching(/ → reply .*"type":"opened"/));
});

test.each([
  ['does not keep its snapshots', / expected n3 → persist .*\n {2}got {6}n3 → persist /],
  ['promises without telling its votes', / expected n2 → n3 {2}promise .* votes=\[\{.*\n.* votes=\[\] /],
  ['a frontier is only what is decided', / frontier read=2 last=1 .*\n.* frontier read=2 last=0 /],
])('a replica that departs from it is told by the line (%s)', (name, told) => {
  const make = mutants.find((mutant) => mutant.name === name)?.make ?? forgetting('snapshot');
  expect(departure(golden(), transcriptOf(make).lines)).toMatch(told);
});

test('a line that is missing and a line too many are told', () => {
  const lines = golden();
  expect(departure(lines, lines.slice(0, -1))).toContain('got      (no more lines)');
  expect(departure(lines.slice(0, -1), lines)).toContain('expected (no more lines)');
});

test('the command says with which Node it compared', async () => {
  expect(await outcomeOf([], process.env)).toEqual({
    exitCode: 0,
    out: `Node ${process.version}: ${golden().length} lines, as committed\n`,
    err: '',
  });
});

test('the command says that another Node could not be had (no npx)', async () => {
  expect(await outcomeOf(['--node', '22'], { PATH: '/nowhere' })).toEqual({
    exitCode: 3,
    out: '',
    err: 'skipped: the npm package node@22 could not be had (spawn npx ENOENT)\n',
  });
});

async function outcomeOf(args: readonly string[], env: Io['env']) {
  const [out, err]: [string[], string[]] = [[], []];
  const exitCode = await run(args, {
    out: { write: (text) => out.push(text) },
    err: { write: (text) => err.push(text) },
    env,
    signal: new AbortController().signal,
  });
  return { exitCode, out: out.join(''), err: err.join('') };
}
