/** What was measured of a cluster, as people read it. */
import { formatCount, formatSeconds, plural } from '#src/terminal/units.js';
import { rows } from '../table.js';
import { nameOf, type Row } from './measure.js';

export interface Measured {
  readonly machine: string;
  /** The machine's load average in the minute before. */
  readonly loadBefore: number;
  readonly nodes: number;
  readonly valueBytes: number;
  readonly loadMs: number;
  readonly rows: readonly Row[];
}

export function reportOf({ machine, loadBefore, nodes, valueBytes, loadMs, rows: found }: Measured): string {
  const setting = [
    plural(nodes, 'node'),
    `values of ${plural(valueBytes, 'byte')}`,
    `loads of ${formatSeconds(loadMs / 1_000)}`,
  ];
  const lines = found.map((row) => [
    nameOf(row),
    formatCount(row.perSecond),
    row.p50Ms.toFixed(2),
    row.p99Ms.toFixed(2),
  ]);
  return [
    `${machine}\nload average before: ${loadBefore.toFixed(1)}\n${setting.join(', ')}\n`,
    ...(lines.length === 0 ? [] : [rows([['', 'a second', 'p50 ms', 'p99 ms'], ...lines])]),
  ].join('\n');
}
