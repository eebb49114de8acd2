import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Load } from '#test/bench/cluster/load.js';
import { rowOf } from '#test/bench/cluster/measure.js';
import { type Measured, reportOf } from '#test/bench/cluster/report.js';
import { run as bench } from '#test/bench/program.js';
import { endAll, nothingIsLeft, saidBy, started } from '#test/bench/started.js';
import { outcomeOf } from './outcome.js';

describe('the benchmark of a cluster', () => {
  test("measures writes and reads from the leader's process and from a follower's", async () => {
    const { exitCode, out, err } = await outcomeOf(
      bench,
      'cluster --concurrency 1,4 --value 10 --load 50ms --json',
    );
    const { rows, ...setting } = JSON.parse(out) as Measured;
    expect(setting).toEqual({
      machine: expect.stringContaining(`Node ${process.versions.node}`),
      loadBefore: expect.any(Number),
      nodes: 3,
      valueBytes: 10,
      loadMs: 50,
    });
    expect(rows.map(({ callers, kind, from }) => `${callers} ${kind} ${from}`)).toEqual(
      [1, 4].flatMap((callers) => [
        `${callers} write leader`,
        `${callers} write follower`,
        `${callers} read leader`,
        `${callers} read follower`,
      ]),
    );
    for (const { callers, count, perSecond, p50Ms, p99Ms } of rows) {
      expect(count).toBeGreaterThanOrEqual(callers);
      // No load is shorter than it was to be.
      expect(count / perSecond).toBeGreaterThanOrEqual(0.05);
      expect(p50Ms).toBeGreaterThan(0);
      expect(p99Ms).toBeGreaterThanOrEqual(p50Ms);
    }
    expect(err).toContain("\nreads from a follower's process, 4 callers\n");
    expect(exitCode).toBe(0);
  });

  test('has no follower in a cluster of one', async () => {
    const { exitCode, out } = await outcomeOf(bench, 'cluster --nodes 1 --load 20ms');
    expect(out).toMatch(/^1 node, values of 100 bytes, loads of 0\.020 s$/m);
    expect(out).toMatch(/^writes from the leader's process, 64 callers +[\d,]+ +\d+\.\d\d +\d+\.\d\d$/m);
    expect(out).not.toContain('follower');
    expect(exitCode).toBe(0);
  });

  test('ends by Ctrl-C after the load that is measured, tells what was, and leaves nothing behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'synod-test-'));
    const words = ['cluster', '--nodes', '1', '--concurrency', '1,2,3,4,5,6,7,8', '--load', '100ms'];
    const running = started('bench.js', words, { folder });
    // Even where the test is given up because it takes too long.
    onTestFinished(() => endAll(folder, running));
    const out = text(running.stdout);
    await saidBy(running, 'reads');
    process.kill(-running.pid!, 'SIGINT');
    expect(await once(running, 'close')).toEqual([3, null]);
    expect(await out).toContain("writes from the leader's process, 1 caller ");
    expect(await out).not.toContain('8 callers');
    await nothingIsLeft(folder);
  });

  test.each([
    ['--nodes 8', "option '--nodes <count>' argument '8' is invalid. Expected 7 or less; got '8'."],
    ['--nodes 0', 'Expected a whole number above zero'],
    [
      '--concurrency 1,many',
      "Expected a whole number above zero, such as 250000, 10_000, 1e6 or 5M; got 'many'.",
    ],
    ['--concurrency 1,10001', "Expected 10,000 or less; got '10001'."],
    ['--value 1MiB', "Expected 131,072 or less; got '1MiB'."],
    ['--load 3', 'Expected a duration with its unit'],
    ['--workers 2', "unknown option '--workers'"],
    ['3', 'too many arguments'],
  ])('refuses "%s"', async (line, message) => {
    const { exitCode, out, err } = await outcomeOf(bench, `cluster ${line}`);
    expect(err).toContain(message);
    expect(out).toBe('');
    expect(exitCode).toBe(2);
  });

  test("refuses an option before its name, where it would be the other benchmark's", async () => {
    const { exitCode, err } = await outcomeOf(bench, '--json cluster --load 20ms');
    expect(err).toBe("error: Expected the options of cluster after 'cluster'; got --json before it.\n");
    expect(exitCode).toBe(2);
  });
});

describe('a load of a cluster', () => {
  const measure = { kind: 'write', from: 'follower', callers: 2 } as const;

  /** Is led by each of these in turn, whenever it is asked, and loads take as many milliseconds as there were loads. */
  function ledBy(...leaders: string[]) {
    const loaded: string[] = [];
    return {
      loaded,
      names: ['n1', 'n2', 'n3'],
      settled: async () => leaders.shift()!,
      async loadAt(name: string): Promise<Load> {
        const p50 = loaded.push(name);
        return { count: 10, value: 100, p50, p99: p50 };
      },
    };
  }

  test('comes after the same one, and alone counts', async () => {
    const cluster = ledBy('n1', 'n1');
    const row = { ...measure, member: 'n2', count: 10, perSecond: 100, p50Ms: 2, p99Ms: 2 };
    expect(await rowOf(cluster, measure, 50)).toEqual(row);
    expect(cluster.loaded).toEqual(['n2', 'n2']);
  });

  test('is made again where another member leads afterwards', async () => {
    const cluster = ledBy('n1', 'n2', 'n2', 'n2');
    expect(await rowOf(cluster, measure, 50)).toMatchObject({ member: 'n1', p50Ms: 4 });
    expect(cluster.loaded).toEqual(['n2', 'n2', 'n1', 'n1']);
  });

  test("is the leader's where it is to be", async () => {
    expect(await rowOf(ledBy('n3', 'n3'), { ...measure, from: 'leader' }, 50)).toMatchObject({
      member: 'n3',
    });
  });

  test('is given up where the leader never stays', async () => {
    const cluster = ledBy('n1', 'n2', 'n1', 'n2', 'n1', 'n2');
    await expect(rowOf(cluster, measure, 50)).rejects.toThrow('expected one leader throughout a load');
  });
});

test('the report of a cluster of which nothing was measured has no empty table', () => {
  const measured = {
    machine: 'a machine',
    loadBefore: 0,
    nodes: 3,
    valueBytes: 100,
    loadMs: 3_000,
    rows: [],
  };
  expect(reportOf(measured)).toBe(
    'a machine\nload average before: 0.0\n3 nodes, values of 100 bytes, loads of 3.0 s\n',
  );
});
