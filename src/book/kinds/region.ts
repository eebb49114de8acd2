/** A named region of a source, as code: what stands between `// #region NAME` and its `// #endregion`. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fenced } from '#src/terminal/markdown.js';
import { type Kind, known, type Place } from '../kind.js';
import { among, BlockError } from '../problem.js';

export const region: Kind = {
  usage: 'FILE NAME',
  plan: ([source, name, ...others], place) => {
    if (source === undefined || name === undefined || others.length > 0) return undefined;
    return known(fenced('ts', regionAt(place, source, name)));
  },
};

/**
 * The region of a source that is named from the folder in which a block stands.
 *
 * @throws BlockError where there is no such source, or no such region.
 */
export function regionAt({ house, file }: Place, source: string, name: string): string {
  const path = join(house.root, dirname(file), source);
  if (!existsSync(path))
    throw new BlockError(`there is no file '${source}'; expected a path that begins at ${dirname(file)}/`);
  return regionOf(readFileSync(path, 'utf8'), name, source);
}

const START = /^\s*\/\/ #region (\S+)$/;
const END = /^\s*\/\/ #endregion\b/;

/**
 * The lines of a region, without indentation and without the marks of regions within it.
 *
 * @throws BlockError where the source has no such region, two, or one without an end.
 */
export function regionOf(source: string, name: string, file: string): string {
  const lines = source.split('\n');
  const names = lines.flatMap((line) => START.exec(line)?.[1] ?? []);
  const [start, second] = lines.flatMap((line, index) => (START.exec(line)?.[1] === name ? [index] : []));
  if (start === undefined)
    throw new BlockError(`${file} has no region '${name}'; expected one of: ${among(names)}`);
  if (second !== undefined)
    throw new BlockError(`${file} has two regions '${name}', in lines ${start + 1} and ${second + 1}`);
  let depth = 0;
  for (const [index, line] of lines.entries()) {
    if (index < start) continue;
    if (START.test(line)) depth++;
    else if (END.test(line)) depth--;
    if (depth === 0) return dedented(lines.slice(start + 1, index).filter((inner) => !isMark(inner)));
  }
  throw new BlockError(`${file}: the region '${name}' of line ${start + 1} has no '// #endregion'`);
}

function isMark(line: string): boolean {
  return START.test(line) || END.test(line);
}

function dedented(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const indent = Math.min(...indents);
  return lines
    .map((line) => line.slice(indent))
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}
