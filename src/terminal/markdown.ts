/** Tables and code in Markdown. */
import { formatCount } from './units.js';

/** The title of a column; of one whose cells stand to the right. */
export type Column = string | { readonly right: string };

/** A count is written as people read it, and a dash where there is nothing. */
export type Cell = string | number | undefined;

/** A column of numbers. */
export function right(title: string): Column {
  return { right: title };
}

/** A table, padded as a formatter leaves it, so that a changed cell is a changed line. Rows have as many cells as there are columns. */
export function markdownTable(columns: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  const titles = columns.map((column) => (typeof column === 'string' ? column : column.right));
  const cells = [titles, ...rows.map((row) => row.map(written))];
  const widths = titles.map((_, at) => Math.max(...cells.map((row) => row[at]!.length), 3));
  const isRight = columns.map((column) => typeof column !== 'string');
  const lines = cells.map((row) =>
    row.map((text, at) => (isRight[at] ? text.padStart(widths[at]!) : text.padEnd(widths[at]!))),
  );
  const rule = widths.map((width, at) =>
    isRight[at] ? '-'.repeat(width - 1).concat(':') : '-'.repeat(width),
  );
  return [lines[0]!, rule, ...lines.slice(1)].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function written(cell: Cell): string {
  if (cell === undefined) return '–';
  return typeof cell === 'number' ? formatCount(cell) : cell.replaceAll('|', '\\|');
}

/** The code in a fence longer than any in it. */
export function fenced(language: string, code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}
