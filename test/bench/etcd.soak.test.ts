import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { run } from '#test/bench/etcd/program.js';
import type { Measured } from '#test/bench/etcd/report.js';
import { versionOf } from '#test/bench/pan.js';
import { outcomeOf } from './outcome.js';

const etcd = await versionOf('etcd', '--version', process.env);

test.skipIf(!etcd)(
  'the comparison with etcd loads both clusters, stops their leaders, and tells the ratios',
  async () => {
    const line = '--only http failover --rounds 1 --load 50ms --faults 1 --json';
    const { exitCode, out } = await outcomeOf(run, line);
    const { pairs } = JSON.parse(out) as Measured;
    expect(pairs.map(({ title }) => title)).toEqual([
      'writes over HTTP, 64 callers',
      'reads over HTTP, 64 callers',
      'the leader is killed',
      'the leader is stopped',
    ]);
    for (const { samples } of pairs)
      for (const { ours, theirs } of samples) expect(Math.min(ours.value, theirs.value)).toBeGreaterThan(0);
    expect(exitCode).toBe(0);
  },
);

test.skipIf(!etcd)(
  'Ctrl-C ends the comparison with etcd after the fault that is measured, and tells what was',
  async () => {
    const program = fileURLToPath(new URL('../../dist/test/bench/etcd/main.js', import.meta.url));
    const args = [program, '--only', 'failover', '--load', '50ms', '--faults', '50'];
    const bench = spawn(process.execPath, args, { detached: true });
    let out = '';
    bench.stdout.on('data', (text) => {
      out += text;
    });
    await new Promise<void>((resolve) =>
      bench.stderr.on('data', (text) => String(text).includes('fault 1') && resolve()),
    );
    process.kill(-bench.pid!, 'SIGINT');
    expect(await once(bench, 'close')).toEqual([3, null]);
    expect(out).toContain('the leader is killed');
  },
  120_000,
);
