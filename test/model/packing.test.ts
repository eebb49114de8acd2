/** Rows, tables and sets of integers behave as the plain maps and lists they stand for. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StepTable } from '#model/local/step-table.js';
import { Inbox } from '#model/state/inboxes.js';
import { bitsFor, Layout } from '#model/state/layout.js';
import { Memo } from '#model/state/memo.js';
import { ReadAhead } from '#model/state/read-ahead.js';
import { Repacking } from '#model/state/repacking.js';
import { Rows } from '#model/state/rows.js';

import { finish, hashRow, hashWord, Visited } from '#model/state/visited.js';

describe('a layout', () => {
  test('gives as many bits as numbers below a count need', () => {
    for (let count = 1; count < 5000; count++) {
      const bits = bitsFor(count);
      expect(count - 1).toBeLessThan(2 ** bits);
      if (bits > 1) expect(count - 1).toBeGreaterThanOrEqual(2 ** (bits - 1));
    }
    expect(bitsFor(2 ** 31)).toBe(31);
  });

  const widths = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 12 });
  const laidOut = fc.tuple(widths, fc.nat(150), fc.boolean(), fc.infiniteStream(fc.nat()));

  test('has a place of its own for each participant and each message', () => {
    fc.assert(
      fc.property(laidOut, ([half, messages, inboxes, numbers]) => {
        // Where there are inboxes, there are as many as participants.
        const widths = inboxes ? [...half, ...half.toReversed()] : half;
        const numbered = Array.from({ length: messages }, (_, index) => index * 3);
        const layout = new Layout(widths, inboxes ? [] : numbered, inboxes);
        const row = new Int32Array(layout.words + 2).fill(-1);
        row.fill(0, 1, layout.words + 1);
        const states = widths.map((width) => numbers.next().value % 2 ** width);
        const present = layout.bitWord.map(() => numbers.next().value % 2 === 1);
        for (const [process, state] of states.entries()) {
          layout.setField(row, 1, process, numbers.next().value % 2 ** widths[process]!);
          layout.setField(row, 1, process, state);
        }
        layout.bitWord.forEach((word, message) => {
          if (present[message]) row[1 + word]! |= layout.bitMask[message]!;
        });
        expect(widths.map((_, process) => layout.field(row, 1, process))).toEqual(states);
        layout.bitWord.forEach((word, message) => {
          expect((row[1 + word]! & layout.bitMask[message]!) !== 0).toBe(present[message]);
        });
        expect([row[0], row.at(-1)]).toEqual([-1, -1]);
      }),
    );
  });

  test('of another kind holds the same state after it was packed anew', () => {
    fc.assert(
      fc.property(laidOut, widths, fc.nat(40), ([half, messages, inboxes, numbers], more, late) => {
        const narrow = inboxes ? [...half, ...half.toReversed()] : half;
        const wide = narrow.map((width, field) => Math.min(32, width + (more[field] ?? 0)));
        const known = Array.from({ length: inboxes ? 0 : messages }, (_, message) => message * 2);
        const [from, to] = [narrow, wide].map(
          (widths, at) => new Layout(widths, at === 0 || inboxes ? known : [...known, late * 2 + 1], inboxes),
        ) as [Layout, Layout];
        const row = new Int32Array(from.words + 1);
        const states = narrow.map((width) => numbers.next().value % 2 ** width);
        for (const [field, state] of states.entries()) from.setField(row, 1, field, state);
        const present = known.filter(() => numbers.next().value % 2 === 1);
        for (const message of present) row[1 + from.bitWord[message]!]! |= from.bitMask[message]!;
        const packed = new Int32Array(to.words).fill(-1);
        new Repacking(from, to).repack(row, 1, packed);
        expect(wide.map((_, field) => to.field(packed, 0, field))).toEqual(states);
        const found = to.bitWord.map((word, message) =>
          (packed[word]! & to.bitMask[message]!) === 0 ? -1 : message,
        );
        expect(found.filter((message) => message >= 0)).toEqual(present);
      }),
    );
  });

  test('gives further messages the bits that are left, and then says that there are none', () => {
    fc.assert(
      fc.property(widths, fc.nat(40), (widths, messages) => {
        const layout = new Layout(
          widths,
          Array.from({ length: messages }, (_, message) => message),
          false,
        );
        let more = messages;
        while (layout.addBit(more)) more++;
        const bits = layout.bitWord.map((word, message) => `${word} ${layout.bitMask[message]}`);
        expect(new Set(bits).size).toBe(more);
        expect(more + widths.reduce((sum, width) => sum + width, 0)).toBe(layout.words * 32);
      }),
    );
  });
});

/** Rows of few different words, so that the same come again. */
const rowsOf = (words: number) =>
  fc.array(fc.array(fc.integer({ min: -3, max: 12 }), { minLength: words, maxLength: words }), {
    maxLength: 4000,
    size: 'max',
  });
const someRows = fc.integer({ min: 1, max: 4 }).chain(rowsOf);

describe('the visited set', () => {
  test('knows each row by its number, as a Map would', () => {
    fc.assert(
      fc.property(someRows, (list) => {
        const words = list[0]?.length ?? 1;
        const rows = new Rows(words);
        const visited = new Visited();
        const map = new Map<string, number>();
        for (const each of list) {
          const row = Int32Array.from([99, ...each]);
          if (!visited.hasRoomFor(rows, 1)) visited.grow(rows);
          const hash = hashRow(row, 1, words);
          const found = visited.find(rows, row, 1, hash);
          const known = map.get(each.join());
          expect(found < 0 ? undefined : found).toBe(known);
          if (known !== undefined) continue;
          map.set(each.join(), map.size);
          visited.put(found, rows.append(row, 1, map.size - 2), hash);
        }
        expect(rows.count).toBe(map.size);
        for (const [text, index] of map) {
          expect(rows.read(index).join()).toBe(text);
          expect(rows.parent(index)).toBe(index - 1);
        }
      }),
      { numRuns: 8 },
    );
  });

  test('tells rows apart whose hashes are the same', () => {
    const rows = new Rows(1);
    const visited = new Visited();
    for (let value = 0; value < 500; value++) {
      const row = Int32Array.of(value);
      const found = visited.find(rows, row, 0, 7);
      expect(found).toBeLessThan(0);
      visited.put(found, rows.append(row, 0, -1), 7);
    }
    for (let value = 0; value < 500; value++)
      expect(visited.find(rows, Int32Array.of(value), 0, 7)).toBe(value);
  });

  test('may be asked to read ahead for any number of rows', () => {
    const rows = new Rows(1);
    const visited = new Visited();
    rows.append(Int32Array.of(1), 0, -1);
    visited.fill(rows);
    const hashes = new Int32Array(10_000).fill(hashRow(Int32Array.of(1), 0, 1));
    const read = (asked: Int32Array): void =>
      new ReadAhead().read(visited.entries, rows, hashes, asked, 0, asked.length);
    expect(() => read(hashes.map((_, at) => at))).not.toThrow();
    expect(() => read(new Int32Array(10_000))).not.toThrow();
  });

  test('gets from a changed word the hash of the changed row', () => {
    const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), fc.nat(), word, (list, at, value) => {
        const row = Int32Array.from(list);
        const changed = at % row.length;
        let parts = row.reduce((sum, each, index) => sum ^ hashWord(each, index), 0);
        parts ^= hashWord(row[changed]!, changed) ^ hashWord(value, changed);
        row[changed] = value;
        expect(finish(parts)).toBe(hashRow(row, 0, row.length));
      }),
    );
  });
});

describe('numbers kept by a part of a row', () => {
  test('are found for every row that is the same in that part, as in a Map', () => {
    const mask = fc.array(fc.constantFrom(0, 0, 1, 6, -1), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(rowsOf(3), mask, (list, mask) => {
        const memo = new Memo();
        memo.setMask(Int32Array.from(mask), false);
        const map = new Map<string, number>();
        for (const each of list) {
          const row = Int32Array.from([99, ...each]);
          const part = each.map((word, index) => word & mask[index]!).join();
          expect(memo.get(row, 1)).toBe(map.get(part) ?? -1);
          if (map.has(part)) continue;
          memo.set(row, 1, map.size % 5);
          map.set(part, map.size % 5);
        }
        expect(memo.size).toBe(map.size);
      }),
      { numRuns: 8 },
    );
  });

  test('stay when further bits of the same words count, and go when other words do', () => {
    const memo = new Memo();
    memo.setMask(Int32Array.of(1, 0), false);
    memo.set(Int32Array.of(1, 0), 0, 3);
    expect(memo.setMask(Int32Array.of(3, 0), true)).toBe(true);
    expect(memo.get(Int32Array.of(1, 9), 0)).toBe(3);
    expect(memo.get(Int32Array.of(3, 9), 0)).toBe(-1);
    expect(memo.setMask(Int32Array.of(3, 4), true)).toBe(false);
    expect(memo.get(Int32Array.of(1, 0), 0)).toBe(-1);
  });

  test('are the same for two rows that differ in other bits only', () => {
    const memo = new Memo();
    memo.setMask(Int32Array.of(0, 6), false);
    expect(memo.same(Int32Array.of(1, 2), 0, Int32Array.of(0, 7, 3), 1)).toBe(true);
    expect(memo.same(Int32Array.of(1, 2), 0, Int32Array.of(0, 1, 4), 1)).toBe(false);
  });
});

describe('a step table', () => {
  test('finds what was entered and nothing else, as a Map would', () => {
    const pair = fc.tuple(fc.nat(300), fc.integer({ min: -40, max: 300 }));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 3000, size: 'max' }), (pairs) => {
        const table = new StepTable();
        const map = new Map<string, readonly number[]>();
        for (const [state, event] of pairs) {
          const at = table.find(state, event);
          const known = map.get(`${state} ${event}`);
          expect(at < 0 ? undefined : [...table.entries.subarray(at, at + 4)]).toEqual(known);
          if (known !== undefined) continue;
          const entry = [state, event, map.size % 7 === 0 ? -1 : map.size, map.size % 3];
          map.set(`${state} ${event}`, entry);
          const [, , next, emission] = entry;
          const entered = table.add(state, event, next!, emission!);
          expect([...table.entries.subarray(entered, entered + 4)]).toEqual(entry);
        }
        expect(table.size).toBe(map.size);
        const entries = [...table.list()].map((entry) => entry.join()).sort();
        expect(entries).toEqual([...map.values()].map((entry) => entry.join()).sort());
      }),
      { numRuns: 8 },
    );
  });
});

describe('what is under way where each message is delivered once', () => {
  /** Messages 0 to 8 on three channels. */
  const envelopes = Array.from({ length: 9 }, (_, message) => ({ channel: message % 3 }));
  const action = fc.record({
    taken: fc.nat(),
    added: fc.array(fc.nat(8), { maxLength: 20 }),
    back: fc.nat(),
  });

  test.each([false, true])('is in an inbox the lists that a plain program keeps (ordered: %s)', (ordered) => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60, size: 'max' }), (actions) => {
        const inbox = new Inbox(ordered ? 'queues' : 'bag', envelopes);
        const lists = new Map<number, readonly number[]>([[0, []]]);
        const met = [0];
        for (const { taken, added, back } of actions) {
          let list = met[met.length - 1 - (back % Math.min(3, met.length))]!;
          let expected = lists.get(list)!;
          const steps = [
            ...(taken % (expected.length + 1) === 0 ? [] : [{ out: expected[taken % expected.length]! }]),
            ...added.map((message) => ({ message })),
          ];
          for (const step of steps) {
            if ('out' in step) {
              const first = expected.indexOf(step.out);
              list = inbox.without(list, step.out);
              expected = expected.filter((_, index) => index !== first);
            } else {
              list = inbox.with(list, step.message);
              expected = arranged(ordered, [...expected, step.message]);
            }
            expect([...inbox.read(list)]).toEqual(expected);
            expect(lists.get(list) ?? expected).toEqual(expected);
            lists.set(list, expected);
            met.push(list);
          }
        }
        const texts = [...lists.values()].map((list) => list.join());
        expect(new Set(texts).size).toBe(inbox.count);
        for (const [number, list] of lists) {
          const first = ordered ? firstOfEachChannel(list) : [...new Set(list)];
          expect(inbox.deliverable(number)).toEqual(first);
        }
      }),
    );
  });

  function arranged(ordered: boolean, list: readonly number[]): number[] {
    const rank = (message: number): number => (ordered ? message % 3 : message);
    return [...list].sort((a, b) => rank(a) - rank(b));
  }

  function firstOfEachChannel(list: readonly number[]): number[] {
    return list.filter((message, at) => list.findIndex((other) => other % 3 === message % 3) === at);
  }
});
