import { describe, expect, test } from 'vitest';
import { always, eventually, explore, type Trace, traceLength } from '#model/index.js';
import { traceToItf } from '#model/report/itf.js';
import { synod } from '#spec/14-the-synod/synod.js';
import { chapters } from '#spec/index.js';

const small = synod('the Synod', { acceptors: 1, rounds: { p1: 1 }, requests: { p1: 'olives' } });

describe('a trace in the Informal Trace Format', () => {
  test('has every variable in every state, as the format says', async () => {
    const { results } = await explore(small, [
      always('nobody learns', (state) => state.learner.every(({ context }) => context.learned.length === 0)),
    ]);
    const trace = results[0]!.trace!;
    const document = JSON.parse(traceToItf(trace));
    expect(faults(document)).toEqual([]);
    expect(document.states).toHaveLength(traceLength(trace));
    expect(document.states.at(-1).l1.context.learned).toEqual(['olives']);
    expect(document.states.at(-1).a1.context.promised).toEqual({
      round: { '#bigint': '1' },
      proposer: 'p1',
    });
    expect(document.states[0].a1.context.promised).toEqual({ '#unserializable': 'null' });
    expect(document.states[0].votes).toEqual([]);
    expect(document.states.at(-1)['#meta']).toMatchObject({ participant: 'l1', event: { type: 'accepted' } });
    expect(document).not.toHaveProperty('loop');
  });

  test('a lasso ends in the state where its loop began', async () => {
    const shop = chapters
      .flatMap(({ instances }) => instances)
      .find(({ name }) => name === 'a careful shop')!;
    const { results } = await explore(shop.system, [eventually('never', () => false)]);
    const document = JSON.parse(traceToItf(results[0]!.trace!));
    expect(faults(document)).toEqual([]);
    const { '#meta': _, ...last } = document.states.at(-1);
    const { '#meta': __, ...again } = document.states[document.loop];
    expect(last).toEqual(again);
  });

  test.each([
    [7, { '#bigint': '7' }],
    [-(2 ** 60), { '#bigint': '-1152921504606846976' }],
    [12n, { '#bigint': '12' }],
    [0.5, { '#unserializable': '0.5' }],
    [-0, { '#unserializable': '-0' }],
    [undefined, { '#unserializable': 'undefined' }],
    [true, true],
    [
      ['a', ['b']],
      ['a', ['b']],
    ],
    [
      { '#a': 'b', c: 1 },
      {
        '#map': [
          ['#a', 'b'],
          ['c', { '#bigint': '1' }],
        ],
      },
    ],
  ])('writes %o', (value, expected) => {
    const trace: Trace = { system: 's', initial: { h: { context: value } }, history: ['h'], steps: [] };
    const document = JSON.parse(traceToItf(trace));
    expect(document.states[0].h).toEqual(expected);
    expect(faults(document)).toEqual([]);
  });
});

/** What in a document is not as ADR-015 has it. */
function faults(document: Record<string, unknown>): readonly string[] {
  const { '#meta': meta, vars, states, loop, ...others } = document;
  const found = Object.keys(others).map((key) => `unknown field ${key}`);
  if (typeof meta !== 'object') found.push('#meta is no object');
  if (!Array.isArray(vars) || vars.some((name) => typeof name !== 'string')) return ['vars are no names'];
  if (!Array.isArray(states) || states.length === 0) return ['there are no states'];
  if (loop !== undefined && !(Number.isInteger(loop) && (loop as number) < states.length)) found.push('loop');
  for (const { '#meta': _, ...values } of states) {
    if (JSON.stringify(Object.keys(values)) !== JSON.stringify(vars)) found.push('a state lacks a variable');
    if (!Object.values(values).every(isExpression)) found.push(`no expression: ${JSON.stringify(values)}`);
  }
  return found;
}

function isExpression(value: unknown): boolean {
  if (['string', 'boolean'].includes(typeof value)) return true;
  if (Number.isSafeInteger(value)) return true;
  if (Array.isArray(value)) return value.every(isExpression);
  if (typeof value !== 'object' || value === null) return false;
  const entries = Object.entries(value);
  if (!entries.some(([key]) => key.startsWith('#'))) return entries.every(([, item]) => isExpression(item));
  if (entries.length !== 1) return false;
  const [key, item] = entries[0]!;
  switch (key) {
    case '#bigint':
      return /^-?\d+$/.test(item);
    case '#tup':
    case '#set':
      return Array.isArray(item) && item.every(isExpression);
    case '#map':
      return (
        Array.isArray(item) &&
        item.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isExpression))
      );
    default:
      return key === '#unserializable' && typeof item === 'string';
  }
}
