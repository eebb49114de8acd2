/** `synod check --replay`: takes a trace again on the machines that it is of, and says where they depart from it. */
import { type AnySystem, formatDeparture, type Property, replay, type StateOf } from '#model/index.js';
import type { Chapter } from '#spec/index.js';
import { Exit, type ExitCode } from '../terminal/exit.js';
import { type Io, painter } from '../terminal/io.js';
import { plural } from '../terminal/units.js';
import { readTrace, sourceOf } from './trace-file.js';

/**
 * Replays, prints, and says how it went: as stated where the machines follow to where the claim is decided.
 *
 * @param other the name of another instance of the chapter, to replay on its machines instead; the claim is then looked for there.
 * @throws UsageError where there is no such file, or what it names is no longer there.
 */
export function replayFile(
  chapters: readonly Chapter[],
  file: string,
  other: string | undefined,
  io: Io,
): ExitCode {
  const document = readTrace(file);
  const { chapter, instance, property } = sourceOf(document, chapters, other);
  const { trace, claim } = document;
  const departure = replay(instance.system, trace, property as Property<StateOf<AnySystem>> | undefined);
  const paint = painter(io, io.out);
  io.out.write(`${paint('bold', `${chapter.id}  ${chapter.title}`)} · ${instance.name}\n`);
  if (departure !== undefined) {
    io.out.write(`${paint('red', '✗')}  ${formatDeparture(departure)}\n`);
    return Exit.notAsStated;
  }
  const steps = `${plural(trace.steps.length, 'step')} followed`;
  io.out.write(`${paint('green', '✓')}  ${steps}${whereTo(claim.property, property?.kind)}\n`);
  return Exit.asStated;
}

function whereTo(claim: string, kind: Property<never>['kind'] | undefined): string {
  if (kind === undefined) return `; '${claim}' is not claimed here`;
  if (kind === 'always-possible')
    return ` to where '${claim}' is not so; that no step leads on to where it is takes an exploration`;
  return ` to where '${claim}' is decided: it ${kind === 'sometimes' ? 'is witnessed' : 'fails'}`;
}
