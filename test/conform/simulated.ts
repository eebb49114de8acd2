/** Traces of simulated clusters: under faults, with crashes, on disks that tear and lose writes which were under way. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Make } from '#src/simulator/host.js';
import { type Run, type RunOptions, run } from '#src/simulator/run.js';
import { traceFile } from '#src/trace/trace-file.js';
import { traced } from '#src/trace/traced.js';

export interface Traces {
  readonly run: Run;
  readonly files: readonly string[];
}

/** Runs a cluster, whose members stay the same unless it is said that they change, and hands over the files in which its nodes have written their traces; they are gone afterwards. */
export async function withTraces<Value>(
  given: Pick<RunOptions, 'seed' | 'steps' | 'make' | 'circumstances'>,
  use: (traces: Traces) => Promise<Value>,
): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), 'synod-conform-'));
  try {
    const files = new Set<string>();
    const make: Make = {
      ...given.make,
      ports: (ports, options) => {
        const file = join(folder, `${options.id}.jsonl`);
        files.add(file);
        return traced(ports, options, traceFile(file, fail));
      },
    };
    // A disk that loses what it has said to be durable does what no trace may show.
    const circumstances = { changeEveryMs: null, ...given.circumstances, lostEnd: 0 };
    const done = await run({ ...given, circumstances, make, isUnjudged: true });
    return await use({ run: done, files: [...files].sort() });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function fail(error: unknown): never {
  throw error;
}
