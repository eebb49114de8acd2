/** strace: what a process asks of the kernel, seen and delayed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';

const SYNCS = 'fdatasync,fsync';

/** Whether processes can be traced here. */
export const canTrace = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;

/** Lets each sync of a running process take so much longer, until it is let go. */
export class SlowSyncs {
  private constructor(readonly tracer: ChildProcess) {}

  /** @param ms 0 for a process that is traced, and not slowed down */
  static async of(pid: number, ms: number): Promise<SlowSyncs> {
    const inject = ms === 0 ? [] : ['-e', `inject=${SYNCS}:delay_exit=${ms * 1_000}`];
    const args = ['-f', '-p', `${pid}`, '-o', '/dev/null', '-e', `trace=${SYNCS}`, ...inject];
    const tracer = spawn('strace', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    await new Promise<void>((resolve, reject) => {
      let said = '';
      tracer.stderr.on('data', (text) => {
        said += text;
        if (said.includes('attached')) resolve();
      });
      tracer.on('close', () => reject(new Error(`expected strace to attach; it said ${said}`)));
    });
    return new SlowSyncs(tracer);
  }

  async letGo(): Promise<void> {
    const gone = new Promise((resolve) => this.tracer.once('close', resolve));
    this.tracer.kill('SIGINT');
    await gone;
  }
}
