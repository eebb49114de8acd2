/** `synod export`: a finite system, or the traces of its claims, for other tools, as files. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AnySystem,
  type ExploreOptions,
  explore,
  graphToDot,
  type Progress,
  type Property,
  type Result,
  type StateOf,
  tlaModule,
  traceToItf,
} from '#model/index.js';
import type { Chapter } from '#spec/index.js';
import { Exit, type ExitCode, UsageError } from '../terminal/exit.js';
import type { Io } from '../terminal/io.js';
import { progressDisplay } from '../terminal/progress.js';
import { type EXPORTS, STATES_MAX } from './choices.js';
import { select } from './select.js';
import { fileName, makeFolder } from './trace-file.js';

export interface ExportTo {
  readonly to: (typeof EXPORTS)[number];
  readonly instance?: string;
  /** Distinct states beyond which a system is not exported. */
  readonly maxStates?: number;
  /** Bytes that the search may take. */
  readonly maxMemory?: number;
  /** The folder for the files. */
  readonly out: string;
}

/**
 * Writes one instance, and says which files.
 *
 * @throws UsageError where what is asked for is not one instance.
 */
export async function exportSystem(
  chapters: readonly Chapter[],
  asked: string,
  { to, instance: name, maxStates = STATES_MAX[to], maxMemory, out }: ExportTo,
  io: Io,
): Promise<ExitCode> {
  const selected = select(chapters, [asked], name);
  if (selected.length > 1)
    throw new UsageError(
      `expected one instance to export, got ${selected.length}; choose with --instance one of: ` +
        selected.map(({ instance }) => instance.name).join(', '),
    );
  const { system, claims } = selected[0]!.instance;
  const running = progressDisplay(io, false).start(selected[0]!.instance.name);
  const options = {
    maxStates,
    ...(maxMemory !== undefined && { maxMemory }),
    signal: io.signal,
    onProgress: (progress: Progress) => running.update(progress),
  };
  const properties = claims.map(({ property }) => property as Property<StateOf<AnySystem>>);
  makeFolder(out, '--out');
  const write = (file: string, text: string): void => {
    writeFileSync(join(out, file), text);
    io.out.write(`${join(out, file)}\n`);
  };
  try {
    if (to === 'dot') write('states.dot', await graphToDot(system, options));
    else if (to === 'tla') {
      const { name: module, module: text, config } = await tlaModule(system, properties, options);
      write(`${module}.tla`, text);
      write(`${module}.cfg`, config);
    } else return await exportTraces(system, properties, options, write, io);
    return Exit.asStated;
  } finally {
    running.end();
  }
}

/** Writes each trace that there is, and says so where there is none. */
async function exportTraces(
  system: AnySystem,
  properties: readonly Property<StateOf<AnySystem>>[],
  options: ExploreOptions,
  write: (file: string, text: string) => void,
  io: Io,
): Promise<ExitCode> {
  const { results } = await explore(system, properties, options);
  for (const { property, trace } of results)
    if (trace !== undefined) write(`${fileName(property)}.itf.json`, traceToItf(trace));
  if (results.every(({ trace }) => trace === undefined)) io.err.write(noTraceOf(results));
  return results.some(({ verdict }) => verdict === 'not finished') ? Exit.notFinished : Exit.asStated;
}

function noTraceOf(results: readonly Result[]): string {
  const got = results.map(({ property, verdict }) => `'${property}' ${verdict}`).join(', ');
  return `no trace to write: expected a claim that fails, or a sometimes that holds; got ${got || 'no claims'}\n`;
}
