import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '#test/bench/etcd/program.js';
import type { Measured } from '#test/bench/etcd/report.js';
import { versionOf } from '#test/bench/pan.js';
import { type Bench, endAll, nothingIsLeft, processesOf, saidBy, started } from '#test/bench/started.js';
import { canMakeNetworks } from '#test/faults/networks.js';
import { outcomeOf } from './outcome.js';

const etcd = await versionOf('etcd', '--version', process.env);

test.skipIf(!etcd)(
  'the comparison with etcd loads both clusters, has their leaders fail, and tells the ratios',
  async () => {
    const line = '--only writes http failover --rounds 1 --load 50ms --faults 1 --json';
    const { exitCode, out } = await outcomeOf(run, line);
    const { pairs } = JSON.parse(out) as Measured;
    expect(pairs.map(({ title }) => title)).toEqual([
      'writes, 1 caller',
      'writes, 64 callers',
      'writes, 64 callers, beside a bare log',
      'writes, 64 callers, beside three bare logs',
      'writes at an equal rate, p50',
      'writes at an equal rate, p99',
      'writes, 256 callers',
      'writes, 256 callers, beside a bare log',
      'writes, 256 callers, beside three bare logs',
      'writes over HTTP, 64 callers',
      'reads over HTTP, 64 callers',
      'the leader is killed',
      'the leader is stopped',
      ...(canMakeNetworks ? ['the leader is cut off'] : []),
    ]);
    for (const { samples } of pairs)
      for (const { ours, theirs } of samples) expect(Math.min(ours.value, theirs.value)).toBeGreaterThan(0);
    expect(exitCode).toBe(canMakeNetworks ? 0 : 3);
  },
);

/** What is measured last of each round. */
const LAST = `the leader is ${canMakeNetworks ? 'cut off' : 'stopped'}`;

let folder: string;
let running: Bench | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'synod-test-'));
});
afterEach(async () => {
  await endAll(folder, running);
  running = undefined;
});

test.skipIf(!etcd)(
  'Ctrl-C ends the comparison with etcd after the fault that is measured, and tells what was',
  async () => {
    const bench = benchOf(['failover', '--faults', '50']);
    const out = text(bench.stdout);
    await saidBy(bench, LAST);
    process.kill(-bench.pid!, 'SIGINT');
    expect(await once(bench, 'close')).toEqual([3, null]);
    expect(await out).toContain(LAST);
    await nothingIsLeft(folder);
  },
);

test.skipIf(!etcd)('Ctrl-C ends the comparison with etcd in the middle of a round', async () => {
  const bench = benchOf(['reads', '--rounds', '100']);
  await saidBy(bench, 'round 1');
  process.kill(-bench.pid!, 'SIGINT');
  expect(await once(bench, 'close')).toEqual([3, null]);
  await nothingIsLeft(folder);
});

test.skipIf(!etcd)(
  'Ctrl-C a second time ends the comparison with etcd at once, and all that it has started',
  async () => {
    const bench = benchOf(['failover', '--faults', '50']);
    await saidBy(bench, LAST);
    expect(processesOf(folder).length).toBeGreaterThan(6);
    process.kill(-bench.pid!, 'SIGINT');
    // Two signals that come together are one.
    await pause(100);
    process.kill(-bench.pid!, 'SIGINT');
    expect(await once(bench, 'close')).toEqual([130, null]);
    await nothingIsLeft(folder);
  },
);

test.skipIf(!etcd)(
  'where networks cannot be made, the comparison with etcd says that no leader is cut off',
  async () => {
    const path = join(folder, 'bin');
    mkdirSync(path);
    for (const program of ['etcd', 'env'])
      symlinkSync(execFileSync('which', [program], { encoding: 'utf8' }).trim(), join(path, program));
    const bench = benchOf(['failover', '--faults', '1'], path);
    const [out, err, [code]] = await Promise.all([
      text(bench.stdout),
      text(bench.stderr),
      once(bench, 'close'),
    ]);
    expect(err).toContain('skipped: no leader is cut off');
    expect(out).toContain('the leader is stopped');
    expect(out).not.toContain('the leader is cut off');
    expect(code).toBe(3);
  },
);

function benchOf(only: readonly string[], path?: string): Bench {
  running = started('etcd/main.js', ['--load', '50ms', '--only', ...only], { folder, path });
  return running;
}
