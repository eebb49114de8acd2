/**
 * A trace in a file, one event a line, appended to what is there.
 *
 * An event is handed to the system before the world sees what it tells: the end of a process, however rough, loses nothing that
 * others could know. The power going off may lose the end of the file.
 */
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import type { Trace, TraceEvent } from './event.js';
import { lineOf } from './line.js';

/** @throws Error where the file cannot be opened. */
export function traceFile<Command>(path: string, report: (error: unknown) => void): Trace<Command> {
  const file = openSync(path, 'a+');
  /** What is not handed to the system yet. Where the last process was cut off within a line, this one begins a new line. */
  let unwritten = isCutOff(file) ? '\n' : '';
  let isOpen = true;
  const close = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  const flush = (): void => {
    const bytes = Buffer.from(unwritten);
    unwritten = '';
    try {
      for (let from = 0; from < bytes.length; ) from += writeSync(file, bytes, from);
    } catch (error) {
      // A node does not depend on its trace: it goes on, and the trace ends here.
      report(error);
      close();
    }
  };
  return {
    write: (event: TraceEvent<Command>) => {
      if (!isOpen) return;
      unwritten += `${lineOf(event)}\n`;
      if (event.kind !== 'received') flush();
    },
    close: () => {
      if (isOpen) flush();
      close();
    },
  };
}

function isCutOff(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last.toString() !== '\n';
}
