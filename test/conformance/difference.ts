/** A difference between spec and production, written for the person who has to decide which of the two is wrong. */
import type { LocalState, Pair } from '#model/index.js';
import type { Difference, Outcome } from './compare.js';

/** Both sides of a difference, in production's words, a fact a line. */
export function formatDifference({ pair, kind, before, spec, production }: Difference): string {
  return [
    `${pair.role} ${pair.id}: spec and production differ in ${kind}`,
    `  before      ${before === undefined ? showSpec(pair.before) : showState(before)}`,
    `  event       ${showMessage(pair.event)}`,
    ...(spec === undefined ? [] : side('spec      ', spec)),
    ...side('production', production),
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

function side(name: string, outcome: Outcome<unknown, unknown> | Error): readonly string[] {
  if (outcome instanceof Error) return [`  ${name}  throws ${outcome.name}: ${outcome.message}`];
  if ('throws' in outcome) return [`  ${name}  throws ${outcome.throws}`];
  const { after, effects } = outcome;
  return [
    `  ${name}  ${showState(after)}`,
    ...effects.map((effect) => `${' '.repeat(name.length + 4)}${showEffect(effect)}`),
  ];
}

function showSpec({ value, context }: LocalState): string {
  return typeof value === 'string' ? `${value} ${show(context)}` : show(context);
}

function showState(state: unknown): string {
  const { phase, ...rest } = state as Record<string, unknown>;
  return phase === undefined ? show(state) : `${phase} ${show(rest)}`;
}

function showMessage({ type, ...rest }: Pair['event']): string {
  return `${type} ${show(rest)}`;
}

function showEffect(effect: unknown): string {
  const { type, to, message, record, ...rest } = effect as Record<string, unknown>;
  if (type === 'send') return `sends ${showMessage(message as Pair['event'])} to ${show(to)}`;
  if (type === 'persist') return `persists ${show(record)}`;
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
