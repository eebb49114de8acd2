/** What etcd's own tool says of a cluster: `etcdctl check perf`, which writes 150 times a second for a minute. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Io } from '#src/terminal/io.js';

const execute = promisify(execFile);

/** Its lines, of which the last is PASS or FAIL; none where it was interrupted. */
export async function checkPerf(
  endpoints: readonly string[],
  { env, signal }: Pick<Io, 'env' | 'signal'>,
): Promise<readonly string[]> {
  const options = { env: { ...env, ETCDCTL_API: '3' }, signal };
  try {
    const { stdout } = await execute('etcdctl', ['check', 'perf', '--endpoints', `${endpoints}`], options);
    return linesOf(stdout);
  } catch (error) {
    if (signal.aborted) return [];
    const said = linesOf((error as { readonly stdout?: string }).stdout ?? '');
    // It ends with an error where the cluster is too slow for it.
    if (said.at(-1) === 'FAIL') return said;
    throw error;
  }
}

/** All but its bar of progress. */
function linesOf(stdout: string): readonly string[] {
  return stdout.split(/[\r\n]/).filter((line) => /^(PASS|FAIL)/.test(line));
}
