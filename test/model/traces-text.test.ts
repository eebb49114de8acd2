import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalKey } from '#model/data/values.js';
import { formatState, formatTrace, type Trace, type TraceStep } from '#model/index.js';

const nothing = () => undefined;

const local = (context: unknown) => ({ context });
const step = (part: Partial<TraceStep>): TraceStep => ({
  participant: 'p1',
  event: { type: 'timeout' },
  before: local({ ballot: null }),
  after: local({ ballot: 1 }),
  sent: [],
  within: [],
  ...part,
});
const trace = (part: Partial<Trace>): Trace => ({
  system: 'made up',
  initial: { p1: local({ ballot: null }), a1: local({}) },
  history: [],
  steps: [
    step({}),
    step({ participant: 'a1', event: { type: 'prepare', from: 'p1' }, before: local({}), after: local({}) }),
  ],
  ...part,
});

describe('a trace as text', () => {
  test('has a line for each step, numbered so that they stand below each other', () => {
    const ten = Array.from({ length: 10 }, () => step({}));
    expect(formatTrace(trace({ steps: ten })).split('\n')).toEqual([
      ...Array.from({ length: 9 }, (_, index) => ` ${index + 1}  p1 timeout · p1: ballot null → 1`),
      '10  p1 timeout · p1: ballot null → 1',
    ]);
  });

  test('says what a run repeats for ever', () => {
    expect(formatTrace(trace({ loop: 1 }))).toBe(
      '1  p1 timeout · p1: ballot null → 1\nfrom here on, again and again:\n2  p1 → a1 prepare',
    );
    expect(formatTrace(trace({ loop: 0 }))).toMatch(/^from here on, again and again:\n1 {2}p1 timeout/);
  });

  test('says where a run stays for ever', () => {
    expect(formatTrace(trace({ loop: 2 }))).toMatch(/\n2 {2}p1 → a1 prepare\nfrom here on, nothing more$/);
  });

  test('has the image of a refinement beside each step', () => {
    const images = [{ chosen: [] }, { chosen: ['olives'] }, { chosen: ['olives'] }];
    expect(formatTrace(trace({ images }))).toBe(
      [
        '   image {chosen: []}',
        '1  p1 timeout · p1: ballot null → 1 · image: chosen [] → [olives]',
        '2  p1 → a1 prepare · image as it was',
      ].join('\n'),
    );
  });

  test('has a dash for the state node of a machine without any', () => {
    const [before, after] = [
      { ...local({}), value: {} },
      { ...local({}), value: 'stopped' },
    ];
    const steps = [step({ event: { type: 'fault.stop' }, before, after })];
    expect(formatTrace(trace({ steps }))).toBe('1  p1 fault.stop · p1: – → stopped');
  });

  describe('of a long list or a nested value, what changed', () => {
    const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
    test.each<[string, unknown, unknown, string]>([
      ['a field', [{ pc: 'idle' }, { pc: 'idle' }], [{ pc: 'scan' }, { pc: 'idle' }], 'x.0.pc idle → scan'],
      ['a field of a field', [[{ pc: 1 }]], [[{ pc: 2 }]], 'x.0.0.pc 1 → 2'],
      ['an item', names, names.with(3, 'vier'), 'x.3 four → vier'],
      ['two items', names, names.with(3, 'vier').with(5, 'sechs'), 'x.3 four → vier, x.5 six → sechs'],
      ['an item more', names, [...names, 'eleven'], 'x.10 – → eleven'],
      ['an item less', names, names.toSpliced(3, 1), 'x.3 four → –'],
      ['others instead', names, names.toSpliced(3, 1, 'a', 'b'), 'x.3 four → [a, b]'],
      ['all of them', names, ['none'], `x.0 [${names.join(', ')}] → none`],
      ['a short list', ['a'], ['a', 'b'], 'x [a] → [a, b]'],
      ['a short list of as many', ['a', 'c'], ['a', 'b'], 'x [a, c] → [a, b]'],
      ['a key', { a: 1 }, { b: 1 }, 'x.a 1 → –, x.b – → 1'],
      ['a key of nothing', {}, { a: undefined }, 'x.a – → undefined'],
    ])('%s', (_, before, after, told) => {
      const steps = [step({ before: local({ x: before }), after: local({ x: after }) })];
      expect(formatTrace(trace({ steps }))).toBe(`1  p1 timeout · p1: ${told}`);
    });
  });

  describe('values that differ do not look alike', () => {
    test.each<[unknown, string]>([
      ['word', 'word'],
      ['1.p1', '1.p1'],
      ['1', '"1"'],
      ['-0', '"-0"'],
      ['1n', '"1n"'],
      ['null', '"null"'],
      ['', '""'],
      ['two words', 'two words'],
      ['two  words', '"two  words"'],
      ['a: b', '"a: b"'],
      ['[a]', '"[a]"'],
      ['a\nb', '"a\\nb"'],
      ['a\u0085b\u2028', '"a\\u{85}b\\u{2028}"'],
      [-0, '-0'],
      [1n, '1n'],
      [undefined, 'undefined'],
      [{ 'a: 1, b': 2 }, '{"a: 1, b": 2}'],
    ])('%o', (value, told) => {
      const steps = [step({ event: { type: 'put', value } as never, after: local({ ballot: null }) })];
      expect(formatTrace(trace({ steps }))).toBe(`1  p1 put value=${told}`);
    });

    test('whatever they are', () => {
      const plain = fc.anything({ withBigInt: true, withNullPrototype: false, maxDepth: 2, maxKeys: 2 });
      const words = fc.constantFrom('a', '1', '-0', 'null', '[]', '{}', 'a, b', '–', '1n', '"a"', 'NaN');
      const values = fc.oneof(plain, words, fc.array(words), fc.dictionary(words, words));
      fc.assert(
        fc.property(values, values, (one, other) => {
          fc.pre(canonicalKey(one) !== canonicalKey(other));
          expect(formatState({ context: [one] }, nothing)).not.toBe(
            formatState({ context: [other] }, nothing),
          );
        }),
        { numRuns: 2000 },
      );
    });
  });

  test('is one line, whatever names there are', () => {
    const from = 'p\n1';
    const steps = [step({ participant: 'a\n1', event: { type: 'pre\npare', from } as never })];
    expect(formatTrace(trace({ steps }))).toBe(
      '1  p\\u{a}1 → a\\u{a}1 pre\\u{a}pare · a\\u{a}1: ballot null → 1',
    );
  });

  test('names what the network loses, whose it was and for whom', () => {
    const lost = { type: 'fault.lose', from: 'p1', to: 'a1', message: { type: 'prepare', ballot: 1 } };
    const steps = [step({ participant: 'network', event: lost, before: local({}), after: local({}) })];
    expect(formatTrace(trace({ steps }))).toBe('1  network fault.lose prepare ballot=1 from p1 to a1');
  });
});
