/** How traces write snapshots. */
import { show as showInChapter16 } from '../16-the-parliament/show.js';
import type { ReportWithSnapshot } from './leader.js';
import type { Snapshot } from './messages.js';

/** `≤2 [1=olives, 2=wine]` for a snapshot through slot 2; the rest as in chapter 16. */
export function show(value: unknown): string | undefined {
  if (hasKeys<Snapshot>(value, 'slot', 'state'))
    return `≤${value.slot} [${value.state.map((decree) => showInChapter16(decree)!).join(', ')}]`;
  if (hasKeys<ReportWithSnapshot>(value, 'acceptor', 'snapshot', 'votes')) {
    const { acceptor, snapshot, votes } = value;
    return [acceptor, ...(snapshot ? [show(snapshot)!] : []), ...votes.map((vote) => show(vote)!)].join(' ');
  }
  return showInChapter16(value);
}

function hasKeys<Shape>(value: unknown, ...keys: readonly (keyof Shape)[]): value is Shape {
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).length === keys.length && keys.every((key) => key in value);
}
