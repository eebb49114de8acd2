/** Where states and time come from, as tables that fit 80 columns. */
import type { Profile } from '#model/index.js';
import { formatCount, formatSeconds } from '../terminal/units.js';

/** Longer names are cut. */
const NAME = 46;
/** So many context keys, and so many types of messages, are named where a budget ran out. */
const NAMED = 3;

export function profileLines({ roles, keys, messages, predicates }: Profile): string[] {
  return [
    ...table(
      ['role', 'participants', 'states', 'steps'],
      roles.map((of) => [of.role, ...[of.participants, of.localStates, of.localSteps].map(formatCount)]),
    ),
    ...table(
      ['context key', 'values'],
      keys.map((of) => [nameOf(of), formatCount(of.values)]),
    ),
    ...table(
      ['message', 'variants'],
      messages.map((of) => [of.type, formatCount(of.variants)]),
    ),
    ...table(
      ['predicate', 'calls', 'time'],
      predicates.map((of) => [of.property, formatCount(of.calls), formatSeconds(of.seconds)]),
    ),
  ];
}

/** What has the most values, in a few words: what most likely lets a search grow. */
export function mostValues({ keys, messages }: Profile): string {
  const ofKeys = keys.slice(0, NAMED).map((of) => `${nameOf(of)} (${formatCount(of.values)})`);
  const ofMessages = messages
    .slice(0, NAMED)
    .map(({ type, variants }) => `message ${type} (${formatCount(variants)})`);
  return [...ofKeys, ...ofMessages].join(', ');
}

function nameOf({ role, key }: Profile['keys'][number]): string {
  return `${role}.${key}`;
}

/** Nothing where it would have no rows. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const cut = (text: string): string => (text.length > NAME ? `${text.slice(0, NAME - 1)}…` : text);
  const cells = [head, ...rows.map(([name, ...numbers]) => [cut(name!), ...numbers])];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const lines = cells.map((row) =>
    row
      .map((text, column) => (column === 0 ? text.padEnd(widths[0]!) : text.padStart(widths[column]!)))
      .join('  '),
  );
  return ['', ...lines.map((line) => `  ${line}`)];
}
