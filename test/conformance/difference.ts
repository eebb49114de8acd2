/** A difference between spec and production, written for the person who has to decide which of the two is wrong. */
import type { LocalState, Pair } from '#model/index.js';
import type { Difference } from './compare.js';

/** Both sides of a difference, a fact a line. */
export function formatDifference({ pair, what, spec, production }: Difference): string {
  const side = (name: string, { after, sent }: Difference['spec']): string[] => [
    `  ${name}  ${showState(after)}`,
    ...sent.map((message) => `${' '.repeat(name.length + 4)}sends ${showMessage(message)}`),
  ];
  return [
    `${pair.role} ${pair.id}: spec and production differ in ${what}`,
    `  before      ${showState(pair.before)}`,
    `  event       ${showMessage(pair.event)}`,
    ...side('spec      ', spec),
    ...(production instanceof Error
      ? [`  production  throws ${production.name}: ${production.message}`]
      : side('production', production)),
  ].join('\n');
}

/** A few differences in full, and how many more there are. */
export function formatDifferences(differences: readonly Difference[], most = 3): string {
  const more = differences.length - most;
  return [
    ...differences.slice(0, most).map(formatDifference),
    ...(more > 0 ? [`and ${more} more differences`] : []),
  ].join('\n\n');
}

function showState({ value, context }: LocalState): string {
  return typeof value === 'string' ? `${value} ${show(context)}` : show(context);
}

function showMessage({ type, ...rest }: Pair['event']): string {
  return `${type} ${show(rest)}`;
}

/** Data without quotes, keys in order, ballots as `2.p1`. */
function show(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const { round, proposer, ...rest } = value as Record<string, unknown>;
  if (round !== undefined && proposer !== undefined && Object.keys(rest).length === 0)
    return `${round}.${proposer}`;
  return `{${Object.entries(value)
    .sort()
    .map(([key, item]) => `${key}: ${show(item)}`)
    .join(', ')}}`;
}
