import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPlainValue } from '#src/encoding/plain-value.js';
import {
  type Entry,
  TABLE_LIMITS,
  type Table,
  type TableAnswer,
  type TableCommand,
  type TableLimits,
  tableMachine,
} from '#src/table/table.js';

/** Executes commands one after the other; returns what each answers, and the table that they come to. */
function executed(commands: readonly TableCommand[], limits: Partial<TableLimits> = {}, from?: Table) {
  const { start, apply } = tableMachine({ ...TABLE_LIMITS, ...limits });
  let table = from ?? start;
  const answers = commands.map((command) => {
    const [next, answer] = apply(table, command);
    table = next;
    return answer;
  });
  return { table, answers, last: answers.at(-1)! };
}

const put = (key: string, value: string, expected?: number): TableCommand => ({
  type: 'put',
  key,
  value,
  ...(expected !== undefined && { expected }),
});
const get = (key: string): TableCommand => ({ type: 'get', key });
const list = (prefix: string, limit = 100, after?: string): TableCommand => ({
  type: 'list',
  prefix,
  limit,
  ...(after !== undefined && { after }),
});
const remove = (key: string, expected?: number): TableCommand => ({
  type: 'delete',
  key,
  ...(expected !== undefined && { expected }),
});
const keysOf = (answer: TableAnswer) =>
  answer.type === 'entries' ? answer.entries.map(({ key }) => key) : undefined;

describe('a table', () => {
  test('has what was put last, with the revisions at which that was', () => {
    const { answers } = executed([put('a', '1'), put('b', '2'), put('a', '3'), get('a'), get('c')]);
    expect(answers).toEqual([
      { type: 'put', revision: 1, createRevision: 1, version: 1 },
      { type: 'put', revision: 2, createRevision: 2, version: 1 },
      { type: 'put', revision: 3, createRevision: 1, version: 2 },
      {
        type: 'entry',
        revision: 3,
        entry: { key: 'a', value: '3', createRevision: 1, modRevision: 3, version: 2 },
      },
      { type: 'entry', revision: 3, entry: null },
    ]);
  });

  test('begins anew with a key that was deleted', () => {
    const { answers } = executed([put('a', '1'), remove('a'), remove('a'), put('a', '2')]);
    expect(answers.slice(1)).toEqual([
      { type: 'deleted', revision: 2, wasThere: true },
      { type: 'deleted', revision: 2, wasThere: false },
      { type: 'put', revision: 3, createRevision: 3, version: 1 },
    ]);
  });

  test('changes an entry only at the revision that is expected (0: where there is none)', () => {
    const { answers, table } = executed([
      put('a', '1', 0),
      put('a', '2', 0),
      put('a', '2', 1),
      put('a', '3', 1),
      remove('a', 1),
      remove('b', 7),
      put('b', '1', 7),
    ]);
    expect(answers.map(({ type, revision }) => `${type} ${revision}`)).toEqual([
      'put 1',
      'conflict 1',
      'put 2',
      'conflict 2',
      'conflict 2',
      'conflict 2',
      'conflict 2',
    ]);
    expect(answers.slice(3, 6)).toMatchObject([{ modRevision: 2 }, { modRevision: 2 }, { modRevision: 0 }]);
    expect(executed([remove('a', 2)], {}, table).last).toMatchObject({ type: 'deleted', wasThere: true });
  });

  test('lists by prefix and in order, a part at a time', () => {
    const keys = ['b/2', 'a', 'b/1', 'c', 'b', 'b/3'];
    const { table } = executed(keys.map((key) => put(key, key)));
    const listed = (...words: Parameters<typeof list>) => executed([list(...words)], {}, table).last;
    expect(keysOf(listed(''))).toEqual(['a', 'b', 'b/1', 'b/2', 'b/3', 'c']);
    expect(listed('b/', 2)).toMatchObject({ revision: 6, hasMore: true });
    expect(keysOf(listed('b/', 2))).toEqual(['b/1', 'b/2']);
    expect(keysOf(listed('b/', 2, 'b/2'))).toEqual(['b/3']);
    expect(listed('b/', 3)).toMatchObject({ hasMore: false });
    expect(keysOf(listed('b/', 2, 'a'))).toEqual(['b/1', 'b/2']);
    expect(listed('d')).toEqual({ type: 'entries', revision: 6, entries: [], hasMore: false });
  });

  test('takes no key, no value and no total beyond its limits, and changes nothing then', () => {
    const limits = { keyMax: 3, valueMax: 5, sizeMax: 200, listingMax: 100 };
    const { table } = executed([put('a', 'one'), put('b', 'two')], limits);
    expect(table.size).toBe(2 * (64 + 1 + 3));
    const told = (command: TableCommand) => executed([command], limits, table);
    expect(told(put('long', 'x')).last).toEqual({ type: 'tooLarge', revision: 2 });
    expect(told(put('c', 'longer')).last).toEqual({ type: 'tooLarge', revision: 2 });
    expect(told(put('c', '')).last).toEqual({ type: 'full', revision: 2 });
    expect(told(put('c', '')).table).toBe(table);
    expect(told(put('b', 'three')).last).toMatchObject({ type: 'put', revision: 3 });
    expect(told(list('')).last).toMatchObject({ hasMore: false });
    expect(executed([list('')], { ...limits, listingMax: 60 }, table).last).toMatchObject({
      entries: [{ key: 'a' }],
      hasMore: true,
    });
  });
});

describe('a table beside a map', () => {
  /** What the table should answer, from a map, for commands without limits. */
  function reference() {
    const entries = new Map<string, Entry>();
    let revision = 0;
    const answerTo = (command: TableCommand): TableAnswer => {
      if (command.type === 'list') {
        const { prefix, after = '', limit } = command;
        const behind = [...entries.values()]
          .filter(({ key }) => key.startsWith(prefix) && (command.after === undefined || key > after))
          .sort((one, other) => (one.key < other.key ? -1 : 1));
        const hasMore = behind.length > limit;
        return { type: 'entries', revision, entries: behind.slice(0, limit), hasMore };
      }
      const { key } = command;
      const there = entries.get(key);
      if (command.type === 'get') return { type: 'entry', revision, entry: there ?? null };
      const modRevision = there?.modRevision ?? 0;
      if (command.expected !== undefined && command.expected !== modRevision)
        return { type: 'conflict', revision, modRevision };
      if (command.type === 'delete') {
        const wasThere = entries.delete(key);
        if (wasThere) revision++;
        return { type: 'deleted', revision, wasThere };
      }
      revision++;
      const { createRevision, version } = there ?? { createRevision: revision, version: 0 };
      const changes = { createRevision, version: version + 1 };
      entries.set(key, { key, value: command.value, modRevision: revision, ...changes });
      return { type: 'put', revision, ...changes };
    };
    return { answerTo, entries };
  }

  /** Enough keys for several pages, and few enough that they come again. */
  const key = fc.nat(400).map((number) => `${['a', 'b/', 'é'][number % 3]}${number}`);
  const expected = fc.option(fc.nat(40), { nil: undefined });
  const command: fc.Arbitrary<TableCommand> = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(key, fc.string()).map(([name, value]) => put(name, value)) },
    { weight: 5, arbitrary: key.map((name) => remove(name)) },
    fc.tuple(key, expected).map(([name, revision]) => put(name, 'x', revision)),
    fc.tuple(key, expected).map(([name, revision]) => remove(name, revision)),
    key.map(get),
    fc
      .tuple(fc.constantFrom('', 'a', 'b/', 'b/1'), fc.integer({ min: 1, max: 500 }), fc.option(key))
      .map(([prefix, limit, after]) => list(prefix, limit, after ?? undefined)),
  );
  const commands = fc.array(command, { maxLength: 1_500, size: 'max' });

  test('answers the same, and has the same entries, for any commands; its pages stay full enough', () => {
    let pagesMost = 0;
    fc.assert(
      fc.property(commands, (given) => {
        const { answerTo, entries } = reference();
        const { answers, table } = executed(given);
        expect(answers).toEqual(given.map(answerTo));
        expect(table.size).toBe(
          [...entries.values()].reduce((sum, entry) => sum + 64 + entry.key.length + entry.value.length, 0),
        );
        const pages = table.entries;
        pagesMost = Math.max(pagesMost, pages.length);
        expect(pages.every((page) => page.length > 0 && page.length <= 64)).toBe(true);
        expect(isPlainValue(table)).toBe(true);
      }),
      { numRuns: 20 },
    );
    expect(pagesMost).toBeGreaterThan(3);
  });

  test('leaves few pages behind when most keys are deleted', () => {
    const names = Array.from({ length: 2_000 }, (_, number) => `k${number}`);
    const { table } = executed([
      ...names.map((name) => put(name, '')),
      ...names.slice(20).map((name) => remove(name)),
    ]);
    expect(table.entries.flat().length).toBe(20);
    // Each of the others would be in a page of its own.
    expect(table.entries.length).toBeLessThan(10);
  });
});
