/** What the participants of a role remember in the course of a trace: a column each, and a row for each step that changes it. */
import {
  type AnySystem,
  formatEvent,
  formatState,
  type LocalState,
  type Trace,
  type TraceStep,
} from '#model/index.js';
import { aboutAChapter } from '../kind.js';
import { among, BlockError } from '../problem.js';
import { type Column, markdownTable } from '../table.js';
import { traceOf } from './counterexample.js';

export const grid = aboutAChapter('"INSTANCE" "CLAIM" ROLE KEY…', (chapter, words) => {
  const [name, claim, role, ...keys] = words;
  if (name === undefined || claim === undefined || role === undefined || keys.length === 0) return undefined;
  return traceOf(chapter, name, claim, (trace, system) => {
    if (trace.loop !== undefined)
      throw new BlockError(`the trace of '${claim}' never ends; expected one that does, for a grid`);
    return gridOf(trace, participantsOf(system, role), keys, system.show);
  });
});

/** @throws BlockError where the system has no such role. */
function participantsOf({ roles }: AnySystem, role: string): readonly string[] {
  const found = roles[role];
  if (found) return found.instances;
  throw new BlockError(`there is no role '${role}'; expected one of: ${among(Object.keys(roles))}`);
}

/** Each cell has what is kept under the keys, except what is `null`; bold what the step has changed. */
function gridOf(
  trace: Trace,
  participants: readonly string[],
  keys: readonly string[],
  show: AnySystem['show'],
): string {
  const now = new Map(participants.map((one) => [one, kept(trace.initial[one]!, keys, show)]));
  const rows = trace.steps.flatMap((step, index) => {
    const before = new Map(now);
    for (const { participant, after } of [step, ...allWithin(step)])
      if (now.has(participant)) now.set(participant, kept(after, keys, show));
    const cells = participants.map((one) => cell(keys, before.get(one)!, now.get(one)!));
    if (!cells.some((text) => text.includes('**'))) return [];
    return [[String(index + 1), formatEvent(step.event, show), ...cells]];
  });
  return markdownTable([...COLUMNS, ...participants.map((title) => ({ title }))], rows);
}

const COLUMNS: readonly Column[] = [{ title: 'step', align: 'right' }, { title: 'what is taken' }];

function allWithin({ within }: TraceStep): readonly TraceStep[] {
  return within.flatMap((one) => [one, ...allWithin(one)]);
}

/**
 * What stands under each key, in words. A key may be a path, such as `acceptor.votes` of a node that plays several roles.
 *
 * @throws BlockError where there is no such key.
 */
function kept({ context }: LocalState, keys: readonly string[], show: AnySystem['show']): readonly string[] {
  return keys.map((key) => {
    const value = key.split('.').reduce<unknown>((outer, name) => Object(outer)[name], context);
    if (value === undefined)
      throw new BlockError(
        `nothing is kept as '${key}'; expected one of: ${among(Object.keys(Object(context)))}`,
      );
    return value === null ? NOTHING : formatState({ context: value }, show);
  });
}

const NOTHING = '–';

function cell(keys: readonly string[], before: readonly string[], now: readonly string[]): string {
  const told = now.flatMap((value, at) => {
    const text = keys.length === 1 ? value : `${keys[at]!.split('.').at(-1)} ${value}`;
    if (value !== before[at]) return [`**${text}**`];
    return value === NOTHING ? [] : [text];
  });
  return told.join(', ') || NOTHING;
}
