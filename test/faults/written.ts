/** What a member's disk is sure to have: followed by strace, write by write and sync by sync. */
import { statSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** What stands before a command, so that its writes and syncs go to that file; each sync takes so much longer. */
export function traced(file: string, delayMs: number): readonly string[] {
  return [
    // The process itself is the one that was started, and strace a child of it.
    ...['strace', '-D', '-f', '--seccomp-bpf', '-q', '-y', '-s', '0', '-o', file],
    ...['-e', 'trace=write,fdatasync', '-e', `inject=fdatasync:delay_enter=${delayMs * 1_000}`],
  ];
}

/** What was written to each file, in bytes, and how much of it was there before a sync that has ended; by the file's name. */
type Lengths = Readonly<Record<string, { readonly written: number; readonly synced: number }>>;

const WRITE = /^write\(\d+<([^>]*)>.*= (\d+)$/;
const SYNC = /^fdatasync\(\d+<([^>]*)>/;

/**
 * @param trace as strace has written it: a process and a call in each line, or the beginning of a call in one and its end in another
 */
export function lengthsIn(trace: string): Lengths {
  const lengths: Record<string, { written: number; synced: number }> = {};
  const begun = new Map<string, string>();
  const syncing = new Map<string, { readonly name: string; readonly written: number }>();
  const of = (path: string) => (lengths[basename(path)] ??= { written: 0, synced: 0 });
  for (const line of trace.split('\n')) {
    const [, process, said] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (process === undefined || said === undefined) continue;
    const [, end] = /^<\.\.\. \w+ resumed>(.*)$/.exec(said) ?? [];
    const isBegun = said.endsWith('<unfinished ...>');
    if (isBegun) begun.set(process, said.replace(' <unfinished ...>', ''));
    const call = end === undefined ? said : `${begun.get(process)}${end}`;
    const [, path] = SYNC.exec(call) ?? [];
    // A sync is sure of what was there when it began.
    if (path !== undefined && end === undefined)
      syncing.set(process, { name: path, written: of(path).written });
    if (isBegun) continue;
    if (path !== undefined && / = 0\b/.test(call)) of(path).synced = syncing.get(process)!.written;
    const [, to, bytes] = WRITE.exec(call) ?? [];
    if (to !== undefined) of(to).written += Number(bytes);
  }
  return lengths;
}

/**
 * Takes from the member's log, at random, what no sync has made sure of, as a failing power supply does; and its mark, which is never synced.
 *
 * @returns how many bytes were taken from the log
 */
export function loseUnsynced(folder: string, trace: string, random: () => number): number {
  const lengths = lengthsIn(trace);
  const logs = Object.keys(lengths).filter((name) => name.endsWith('.log'));
  const live = logs.sort().at(-1);
  if (random() < 0.5) writeFileSync(join(folder, 'mark'), '');
  if (live === undefined) return 0;
  const log = join(folder, 'db', live);
  const { size } = statSync(log);
  const { synced } = lengths[live]!;
  if (synced > size)
    throw new Error(`expected ${log} to have the ${synced} bytes that were synced; it has ${size}`);
  const lost = Math.floor(random() * (size - synced + 1));
  truncateSync(log, size - lost);
  return lost;
}
