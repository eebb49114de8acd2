/** `--format github`: workflow commands, by which GitHub shows what is not as stated beside the files and folds the rest. */
import { byInstance, type Decided, standing } from '../outcome.js';
import { MARKS } from '../report.js';
import type { Telling } from './claim-text.js';

/** The lines: a folded group for each instance, then an error or a warning for each claim that wants one, and a notice with the sum. */
export function github(claims: readonly Decided[], telling: Telling): string {
  const lines = byInstance(claims).flatMap((group) => [
    command('group', {}, `${group[0]!.chapter} · ${group[0]!.instance}`),
    ...group.map(lineOf),
    command('endgroup'),
  ]);
  const problems = claims.filter((claim) => standing(claim) !== 'as stated');
  const asStated = claims.length - problems.length;
  const sum = `${asStated} of ${claims.length} claims as stated`;
  return [
    ...lines,
    ...problems.map((claim) => problem(claim, telling)),
    command('notice', { title: 'synod' }, sum),
    '',
  ].join('\n');
}

/** Begins with a mark, so that no claim's name can be a command. */
function lineOf(claim: Decided): string {
  const text = `${MARKS[standing(claim)][0]} ${claim.claim}: ${claim.verdict}, ${claim.states} states`;
  return text.replace(/[\r\n]+/g, ' ');
}

function problem(claim: Decided, telling: Telling): string {
  const file = telling.file(claim);
  const trace = telling.trace(claim);
  const sentence = telling.sentence(claim);
  return command(
    standing(claim) === 'not finished' && claim.error === undefined ? 'warning' : 'error',
    { ...(file !== undefined && { file }), title: `${claim.chapter} · ${claim.instance}` },
    trace === undefined ? sentence : `${sentence}; the trace:\n${trace}`,
  );
}

/** One workflow command. */
export function command(
  name: string,
  properties: Readonly<Record<string, string>> = {},
  message = '',
): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${name}${given.length > 0 ? ` ${given.join(',')}` : ''}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
