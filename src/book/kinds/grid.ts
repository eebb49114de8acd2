/**
 * What participants remember in the course of a trace: a column each, and a row for each step that changes it. Where the last step refutes
 * the claim, the cells that it changes are marked; where the trace goes round in a loop, the steps of the loop.
 */
import {
  type AnySystem,
  formatEvent,
  formatState,
  type LocalState,
  type Trace,
  type TraceStep,
} from '#model/index.js';
import { markdownTable, right } from '#src/terminal/markdown.js';
import { aboutAChapter } from '../kind.js';
import { among, BlockError } from '../problem.js';
import { traceOf } from './counterexample.js';

export const grid = aboutAChapter('"INSTANCE" "CLAIM" ROLE KEY… [ROLE KEY…]…', (chapter, words) => {
  const [name, claim, role, key, ...others] = words;
  if (name === undefined || claim === undefined || role === undefined || key === undefined) return undefined;
  return traceOf(chapter, name, claim, (trace, system, verdict) => {
    const isRefuted = verdict === 'fails' && trace.loop === undefined;
    const keys = keysByParticipant(system, [role, key, ...others]);
    const rows = rowsOf(trace, keys, system.show, isRefuted);
    if (isRefuted && rows.at(-1)?.[0] !== String(trace.steps.length))
      throw new BlockError(
        `the last step of the trace, which breaks '${claim}', changes nothing that is shown; expected a role and a key of which it does`,
      );
    return markdownTable([right('step'), 'what is taken', ...keys.keys()], rows);
  });
});

type Keys = ReadonlyMap<string, readonly string[]>;

/**
 * What is shown of each participant: a role's name goes before its keys.
 *
 * @throws BlockError where the first word is no role of the system.
 */
function keysByParticipant({ roles }: AnySystem, words: readonly string[]): Keys {
  if (!(words[0]! in roles))
    throw new BlockError(`there is no role '${words[0]}'; expected one of: ${among(Object.keys(roles))}`);
  const starts = words.flatMap((word, at) => (word in roles ? [at] : []));
  return new Map(
    starts.flatMap((start, at) =>
      roles[words[start]!]!.instances.map(
        (id: string) => [id, words.slice(start + 1, starts[at + 1])] as const,
      ),
    ),
  );
}

/** Each cell has what is kept under the keys, except what is `null` or empty; bold what the step has changed. */
function rowsOf(trace: Trace, keys: Keys, show: AnySystem['show'], isRefuted: boolean): string[][] {
  const now = new Map([...keys].map(([one, of]) => [one, kept(trace.initial[one]!, of, show)]));
  return trace.steps.flatMap((step, index) => {
    const before = new Map(now);
    for (const { participant, after } of [step, ...allWithin(step)]) {
      const of = keys.get(participant);
      if (of !== undefined) now.set(participant, kept(after, of, show));
    }
    const mark = isRefuted && index === trace.steps.length - 1 ? '✗ ' : '';
    const cells = [...keys].map(([one, of]) => cell(of, before.get(one)!, now.get(one)!, mark));
    if (!cells.some((text) => text.includes('**'))) return [];
    const loops = index >= (trace.loop ?? trace.steps.length) ? '↻ ' : '';
    return [[`${loops}${index + 1}`, formatEvent(step.event, show), ...cells]];
  });
}

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
    const isNothing = value === null || (Array.isArray(value) && value.length === 0);
    return isNothing ? NOTHING : formatState({ context: value }, show);
  });
}

const NOTHING = '–';

function cell(
  keys: readonly string[],
  before: readonly string[],
  now: readonly string[],
  mark: string,
): string {
  const told = now.flatMap((value, at) => {
    const text = keys.length === 1 ? value : `${keys[at]!.split('.').at(-1)} ${value}`;
    if (value !== before[at]) return [`${mark}**${text}**`];
    return value === NOTHING ? [] : [text];
  });
  return told.join(', ') || NOTHING;
}
