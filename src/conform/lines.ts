/** The lines of a file, one after the other, however long the file. */
import { closeSync, openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 1 << 18;

/** What follows the last line break is a line too, unless there is nothing. */
export function* linesOf(path: string): Generator<string> {
  const file = openSync(path, 'r');
  const chunk = Buffer.alloc(CHUNK_BYTES);
  /** The beginning of the line that is being read. */
  let parts: Buffer[] = [];
  try {
    for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) {
      let from = 0;
      for (let end = chunk.indexOf(NEW_LINE); end !== -1 && end < size; end = chunk.indexOf(NEW_LINE, from)) {
        yield Buffer.concat([...parts, chunk.subarray(from, end)]).toString();
        parts = [];
        from = end + 1;
      }
      parts.push(Buffer.from(chunk.subarray(from, size)));
    }
    const rest = Buffer.concat(parts).toString();
    if (rest !== '') yield rest;
  } finally {
    closeSync(file);
  }
}

const NEW_LINE = 0x0a;
