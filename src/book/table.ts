/** Tables in Markdown, as a formatter leaves them: padded, so that a changed cell is a changed line. */

export interface Column {
  readonly title: string;
  /** Numbers stand to the right. */
  readonly align?: 'right';
}

/** A table; rows have as many cells as there are columns. */
export function markdownTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => row.map(escaped))];
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => row[at]!.length), 3));
  const lines = cells.map((row) =>
    row.map((text, at) =>
      columns[at]!.align === 'right' ? text.padStart(widths[at]!) : text.padEnd(widths[at]!),
    ),
  );
  const rule = columns.map(({ align }, at) =>
    align === 'right' ? `${'-'.repeat(widths[at]! - 1)}:` : '-'.repeat(widths[at]!),
  );
  return [lines[0]!, rule, ...lines.slice(1)].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
