/** `synod conform`: whether the traces of all nodes of a cluster are together a run that the book allows. */
import { existsSync, statSync } from 'node:fs';
import { type Conformance, conform as conformTo, type Refusal } from '../conform/conform.js';
import { EXTRA } from '../conform/messages.js';
import { InvalidTrace } from '../conform/refusal.js';
import { showEvent } from '../conform/show.js';
import { counting } from '../terminal/counting.js';
import { Exit, type ExitCode, UsageError } from '../terminal/exit.js';
import { type Io, painter } from '../terminal/io.js';
import { formatCount, plural } from '../terminal/units.js';

export interface ConformOptions {
  readonly json?: boolean;
}

export async function conform(
  files: readonly string[],
  { json = false }: ConformOptions,
  io: Io,
): Promise<ExitCode> {
  for (const file of files)
    if (!existsSync(file) || !statSync(file).isFile())
      throw new UsageError(
        `expected the file of a trace; got '${file}', which is none; give those that Synod.open was given as trace, one for each member`,
      );
  const { update, end } = counting(io, json);
  const onProgress = (events: number): void => update(plural(events, 'event'));
  const done = await conformTo([...new Set(files)], { signal: io.signal, onProgress })
    .catch((error: unknown) => {
      throw error instanceof InvalidTrace ? new UsageError(error.message) : error;
    })
    .finally(end);
  const exitCode = exitCodeOf(done);
  if (json) io.out.write(`${JSON.stringify({ ...done, exitCode }, null, 2)}\n`);
  else tell(done, io);
  return exitCode;
}

function exitCodeOf({ refusal, isStopped }: Conformance): ExitCode {
  if (refusal !== null) return Exit.notAsStated;
  return isStopped ? Exit.notFinished : Exit.asStated;
}

function tell(done: Conformance, io: Io): void {
  const { refusal, counts, events, nodes, starts, configurations, isStopped } = done;
  const paint = painter(io, io.out);
  const members = configurations > 1 ? `, and ${plural(configurations, 'configuration')}` : '';
  const seen = `${plural(events, 'event')} of ${plural(nodes, 'node')} in ${plural(starts, 'start')}${members}`;
  if (refusal !== null) {
    tellRefusal(refusal, io);
    io.out.write(`\n${seen} were allowed before that.\n`);
    return;
  }
  for (const [kind, count] of Object.entries(counts).sort()) {
    const isExtra = Object.hasOwn(EXTRA, kind.replace('sent ', ''));
    const line = `${formatCount(count).padStart(11)}  ${kind}`;
    io.out.write(`${isExtra ? paint('dim', line) : line}\n`);
  }
  io.out.write(
    isStopped
      ? paint('yellow', `\n${seen} are allowed by chapters 16, 17 and 24; then it was stopped.\n`)
      : paint('green', `\n${seen}: each is allowed by chapters 16, 17 and 24.\n`),
  );
}

function tellRefusal({ file, line, event, rule, expected, got, state, nearest }: Refusal, io: Io): void {
  const paint = painter(io, io.out);
  const { node, incarnation, start, number } = event;
  const list = (lines: readonly string[]): string => lines.map((each) => `  ${each}\n`).join('');
  io.out.write(`${paint('red', `${file}:${line}: not allowed: ${rule}`)}
  event     ${number} of ${node}, incarnation ${incarnation}, start ${start}: ${showEvent(event)}
  expected  ${expected}
  got       ${got}

Before it ${node} is, in the book:
${list(state)}
The nearest steps that are allowed:
${list(nearest === undefined || nearest.length === 0 ? ['none of that kind'] : nearest)}`);
}
