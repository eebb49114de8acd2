/** The benchmark's commands: what they print, and how they end. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { median, middle } from '#test/bench/apart.js';
import { run as compare } from '#test/bench/comparison.js';
import { checkPerf } from '#test/bench/etcd/check.js';
import { run as besideEtcd } from '#test/bench/etcd/program.js';
import { reportOf } from '#test/bench/etcd/report.js';
import { isPrinted, versionOf } from '#test/bench/pan.js';
import { run as bench } from '#test/bench/program.js';
import { outcomeOf } from './outcome.js';

describe('the benchmark', () => {
  test('prints one JSON object, and nothing else', async () => {
    const { exitCode, out, err } = await outcomeOf(bench, 'two-phase-commit 3 --json');
    const {
      seconds,
      processorSeconds,
      statesPerSecond,
      transitionsPerSecond,
      bytesPerState,
      localSteps,
      ...rest
    } = JSON.parse(out);
    expect(rest).toMatchObject({
      model: 'two-phase-commit',
      parameters: { R: 3 },
      states: 288,
      transitions: 1145,
      depth: 11,
      verdict: 'holds',
    });
    for (const number of [seconds, processorSeconds, statesPerSecond, transitionsPerSecond, localSteps])
      expect(number).toBeGreaterThan(0);
    // For so few states a process that has memory to spare asks the system for none.
    expect(bytesPerState).toBeGreaterThanOrEqual(0);
    expect(err).toBe('');
    expect(exitCode).toBe(0);
  });

  test('prints a table for people', async () => {
    const { exitCode, out } = await outcomeOf(bench, 'register 3 1');
    expect(out).toMatch(
      /^model +register S=3 C=1\nverdict +holds\nstates +265\ntransitions +481\ndepth +14\n/,
    );
    expect(exitCode).toBe(0);
  });

  test('says that a search did not finish, and why', async () => {
    const { exitCode, out } = await outcomeOf(bench, 'message-set 3 2 2 --max-states 100 --json');
    expect(JSON.parse(out)).toMatchObject({ states: 100, verdict: 'not finished', stopped: 'states' });
    expect(exitCode).toBe(3);
  });

  test('lists the models it finds', async () => {
    const { exitCode, out } = await outcomeOf(bench, '--help');
    expect(out).toContain('message-set A V B   message-set Paxos: A acceptors, V values, B ballots');
    expect(out).toContain('register S C        register Paxos: S servers, C clients');
    expect(out).toContain('two-phase-commit R  two-phase commit: R resource managers');
    expect(exitCode).toBe(0);
  });

  test('measures an instance of the book', async () => {
    const args = ['chapter', '15', 'Voting, three acceptors, two ballots', '--workers', '1,2', '--json'];
    const { exitCode, out } = await outcomeOf(bench, args);
    const found = {
      model: '15-why-it-is-right, Voting, three acceptors, two ballots',
      states: 599,
      verdict: 'holds',
    };
    const [one, two] = JSON.parse(out);
    expect([one, two]).toMatchObject([
      { ...found, workers: 1, timeToFirst: 1 },
      { ...found, workers: 2 },
    ]);
    expect(two.timeToFirst).toBeCloseTo(two.seconds / one.seconds);
    expect(exitCode).toBe(0);
  });

  test('measures a search beside another one', async () => {
    const { exitCode, out } = await outcomeOf(bench, 'two-phase-commit 3 --beside --json');
    const [alone, beside] = JSON.parse(out);
    expect([alone, beside]).toMatchObject([
      { model: 'two-phase-commit', workers: 1, states: 288, timeToFirst: 1 },
      { model: 'two-phase-commit, beside another', workers: 1, states: 288 },
    ]);
    expect(beside.timeToFirst).toBeCloseTo(beside.seconds / alone.seconds);
    expect(exitCode).toBe(0);
  });

  test('puts models beside each other, and counts of several runs the one in the middle', async () => {
    const { exitCode, out } = await outcomeOf(bench, 'register 3 1 + two-phase-commit 3');
    expect(out).toMatch(
      /^model +register S=3 C=1 +two-phase-commit R=3\nverdict +holds +holds\nstates +265 +288\n/,
    );
    expect(out).toMatch(/^a state's time to the first's +1\.00 +\d/m);
    expect(exitCode).toBe(0);
    expect(middle([{ seconds: 9 }, { seconds: 1 }, { seconds: 2 }])).toEqual({ seconds: 2 });
    expect(middle([{ seconds: 9 }, { seconds: 1 }])).toEqual({ seconds: 1 });
  });

  test.each([
    ['chapter 15', 'expected a chapter and the name of one of its instances; there are:\n'],
    ['chapter 99 x', "no chapter begins with '99'"],
    ['', 'expected a reference model and its parameters, got none; there are:\n  message-set A V B'],
    ['paxos 3', "there is no 'paxos'; there are:\n  message-set A V B"],
    ['register 3', 'expected 2 numbers (S servers, C clients), got 1; usage:\n  register S C'],
    ['register 3 many', "expected whole numbers, got 'many'; usage:\n  register S C"],
    ['register 0 1', 'expected a whole number of 1 or more for S, the number of servers, got 0'],
    ['register 3 1 --max-memory much', 'Expected a size such as 512MiB'],
    ['register 3 1 --fast', "unknown option '--fast'"],
  ])('refuses "%s"', async (line, message) => {
    const { exitCode, out, err } = await outcomeOf(bench, line);
    expect(err).toContain(message);
    expect(out).toBe('');
    expect(exitCode).toBe(2);
  });
});

describe('the comparison with Spin', async () => {
  const [spin, gcc] = await Promise.all([
    versionOf('spin', '-V', process.env),
    versionOf('gcc', '--version', process.env),
  ]);

  test.skipIf(!spin || !gcc)('finds the counts that Spin finds', async () => {
    const { exitCode, out } = await outcomeOf(compare, '3 2 2 --json');
    const counts = { states: 3_921, transitions: 22_994 };
    expect(JSON.parse(out)).toMatchObject({
      agree: true,
      ours: counts,
      spin: { ...counts, errors: 0 },
      packed: { ...counts, errors: 0 },
    });
    expect(exitCode).toBe(0);
  });

  test('takes eight digits of a count for all that Spin prints', () => {
    expect(isPrinted(123_456_789, 1.2345679e8)).toBe(true);
    expect(isPrinted(123_456_589, 1.2345679e8)).toBe(false);
    expect(isPrinted(12_345_678, 12_345_678)).toBe(true);
    expect(isPrinted(12_345_678, 12_345_679)).toBe(false);
  });

  test('says that Spin is not installed', async () => {
    const { exitCode, out, err } = await outcomeOf(compare, '3 2 2', { PATH: '/nowhere' });
    expect(err).toBe('skipped: spin and gcc not installed (Debian: apt install spin gcc)\n');
    expect(out).toBe('');
    expect(exitCode).toBe(3);
  });

  test('prints its Promela', async () => {
    const { out } = await outcomeOf(compare, '5 3 4 --promela');
    expect(out).toContain('byte reported[20];');
    expect(out.match(/^ {2}:: d_step/gm)).toHaveLength(4 + 20 + 12 + 60);
  });

  test.each(['3 2', '3 2 x', '0 2 2'])('refuses "%s"', async (line) => {
    const { exitCode, err } = await outcomeOf(compare, line);
    expect(err).toContain('expected three whole numbers of 1 or more (acceptors, values, ballots)');
    expect(exitCode).toBe(2);
  });
});

describe('the comparison with etcd', () => {
  test('takes the median of the ratios within each round', () => {
    const samples = [
      [100, 50],
      [10, 40],
      [30, 30],
    ].map(([ours, theirs]) => ({ ours: { value: ours! }, theirs: { value: theirs! } }));
    const pairs = [{ title: 'writes', unit: 'a second', samples }] as const;
    const report = reportOf({ machine: 'a machine', loadBefore: 0, check: [], pairs });
    expect(report).toMatch(/^writes +30 +40 +a second +1\.00 +0\.25–2\.00 /m);
  });

  test('tells latencies with the rate at which calls were made', () => {
    const samples = [{ ours: { value: 1.25, perSecond: 1_234 }, theirs: { value: 250, perSecond: 1_234 } }];
    const pairs = [{ title: 'p99', unit: 'ms', samples }] as const;
    const report = reportOf({ machine: 'a machine', loadBefore: 0, check: [], pairs });
    expect(report).toMatch(/^p99 +1\.3 +250 +ms at 1,234 a second +0\.01 /m);
  });

  test.each([
    ['PASS', 0],
    ['FAIL', 1],
  ])('tells what etcdctl says of etcd (%s)', async (verdict, exit) => {
    const folder = mkdtempSync(join(tmpdir(), 'synod-test-'));
    const lines = [`${verdict}: Throughput is 149 writes/s`, 'PASS: Stddev is 0.005168s', verdict];
    writeFileSync(
      join(folder, 'etcdctl'),
      `#!/bin/sh\nprintf ' 1 / 60\\r 60 / 60 1m0s\\n${lines.join('\\n')}\\n'\nexit ${exit}\n`,
      { mode: 0o755 },
    );
    const { signal } = new AbortController();
    expect(await checkPerf(['http://nowhere'], { env: { PATH: folder }, signal })).toEqual(lines);
    rmSync(folder, { recursive: true });
    const report = reportOf({ machine: 'a machine', loadBefore: 0, check: lines, pairs: [] });
    expect(report).toBe(
      `a machine\nload average before: 0.0\n\netcdctl check perf\n  ${lines.join('\n  ')}\n`,
    );
  });

  test('has the mean of the middle two for the median of an even number', () => {
    expect(median([4, 1, 2, 10])).toBe(3);
    expect(median([7])).toBe(7);
  });

  test('says that etcd is not installed', async () => {
    const { exitCode, out, err } = await outcomeOf(besideEtcd, '', { PATH: '/nowhere' });
    expect(err).toBe('skipped: etcd not installed (Debian: apt install etcd-server)\n');
    expect(out).toBe('');
    expect(exitCode).toBe(3);
  });
});
