import { describe, expect, test } from 'vitest';
import { formatTrace, type Trace, type TraceStep } from '#model/index.js';

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

  test('names what the network loses, whose it was and for whom', () => {
    const lost = { type: 'fault.lose', from: 'p1', to: 'a1', message: { type: 'prepare', ballot: 1 } };
    const steps = [step({ participant: 'network', event: lost, before: local({}), after: local({}) })];
    expect(formatTrace(trace({ steps }))).toBe('1  network fault.lose prepare ballot=1 from p1 to a1');
  });
});
