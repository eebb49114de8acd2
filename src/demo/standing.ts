/** How things stand, as a table: each node, what it says of itself, and what came of the writes. */
import { formatCount } from '../terminal/units.js';
import type { Condition } from './cluster.js';
import type { Line, Span } from './screen.js';
import type { Stage } from './stage.js';
import type { Said } from './watch.js';

const WIDTHS = [8, 12, 18, 14] as const;

export function standing({ cluster, watch, ledger }: Stage, keys: string): readonly Line[] {
  const { acknowledged, readBack, lost, sentAgain } = ledger;
  const head: Line = [[row('node', 'process', 'says that it', 'executed slot'), 'dim']];
  const nodes = cluster.names.map((name): Line => {
    const said = watch.said(name);
    const condition = cluster.condition(name);
    const slot = said === undefined ? '–' : formatCount(said.executed);
    return [
      [cell(name, 0), 'bold'],
      [cell(condition, 1), condition === 'running' ? undefined : 'yellow'],
      [cell(role(condition, said), 2), said?.phase === 'leading' ? 'green' : undefined],
      [cell(slot, 3)],
    ];
  });
  const writes: Span[] = [
    [`${formatCount(acknowledged)} writes acknowledged, ${formatCount(readBack)} read back, `],
    [`${formatCount(lost)} lost`, lost === 0 ? 'green' : 'red'],
    [`; asked again ${formatCount(sentAgain)} times`],
  ];
  return [head, ...nodes, writes, ...(keys === '' ? [] : [[[keys, 'dim'] as const]])];
}

function role(condition: Condition, said: Said | undefined): string {
  if (said === undefined) return condition === 'running' ? 'starts' : '(silent)';
  if (said.phase === 'leading') return 'leads';
  return said.leader === null ? 'knows no leader' : `follows ${said.leader}`;
}

function row(...cells: readonly string[]): string {
  return cells.map(cell).join('');
}

function cell(text: string, column: number): string {
  const width = WIDTHS[column]!;
  return column === WIDTHS.length - 1 ? text.padStart(width) : text.padEnd(width);
}
