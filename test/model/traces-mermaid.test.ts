import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mermaidOf, type Trace, type TraceStep } from '#model/index.js';
import { formatMessage } from '#model/report/words.js';
import { awkward } from '#test/model/awkward.js';
import { readSequenceDiagram } from '#test/model/mermaid.js';

const local = (context: unknown, value?: string) => ({ ...(value !== undefined && { value }), context });
const step = (part: Partial<TraceStep>): TraceStep => ({
  participant: 'p1',
  event: { type: 'timeout' },
  before: local({}),
  after: local({}),
  sent: [],
  within: [],
  ...part,
});

const trace: Trace = {
  system: 'made up',
  initial: { c1: local({}), p1: local({}), a1: local({}), a2: local({}), seen: local(0) },
  history: ['seen'],
  steps: [
    step({
      before: local({ ballot: null }, 'idle'),
      after: local({ ballot: 1 }, 'preparing'),
      sent: [{ type: 'prepare', ballot: 1, to: 'acceptor' } as TraceStep['sent'][number]],
    }),
    step({
      participant: 'a1',
      event: { type: 'prepare', ballot: 1, from: 'p1' } as TraceStep['event'],
      before: local({ promised: null }),
      after: local({ promised: 1 }),
      within: [
        step({
          participant: 'seen',
          event: { type: 'promise', from: 'a1' },
          before: local(0),
          after: local(1),
        }),
        step({ participant: 'p1', event: { type: 'promise', from: 'a1' } }),
      ],
    }),
  ],
};

describe('a trace as a sequence diagram', { timeout: 60_000 }, () => {
  test('has an arrow for each message received, a note for each input and each change', () => {
    expect(mermaidOf(trace)).toBe(
      [
        'sequenceDiagram',
        '  participant p1',
        '  participant a1',
        '  Note over p1: 1. timeout<br/>idle → preparing<br/>ballot null → 1',
        '  p1->>a1: 2. prepare ballot=1',
        '  Note over a1: promised null → 1',
        '  a1-->>p1: at once: promise',
      ].join('\n'),
    );
  });

  test('is read by Mermaid as what was meant', async () => {
    expect(await readSequenceDiagram(mermaidOf(trace))).toEqual({
      participants: ['p1', 'a1'],
      messages: [
        {
          from: 'p1',
          to: 'p1',
          text: '1. timeout\nidle → preparing\nballot null → 1',
          isNote: true,
          isDashed: false,
        },
        { from: 'p1', to: 'a1', text: '2. prepare ballot=1', isNote: false, isDashed: false },
        { from: 'a1', to: 'a1', text: 'promised null → 1', isNote: true, isDashed: false },
        { from: 'a1', to: 'p1', text: 'at once: promise', isNote: false, isDashed: true },
      ],
    });
  });

  test('frames what a run repeats for ever', async () => {
    const lasso = mermaidOf({ ...trace, loop: 1 });
    expect(lasso).toContain('\n  loop again and again\n    p1->>a1: 2. prepare ballot=1\n');
    expect(lasso).toMatch(/\n {2}end$/);
    expect((await readSequenceDiagram(lasso)).participants).toEqual(['p1', 'a1']);
    const over = mermaidOf({ ...trace, loop: 2 });
    expect(over).toBe(`${mermaidOf(trace)}\n  Note over p1,a1: from here on, nothing more`);
    const still = mermaidOf({ ...trace, steps: [], loop: 0 });
    expect(still).toMatch(
      /^sequenceDiagram\n( {2}participant .*\n)+ {2}Note over .*: from here on, nothing more$/,
    );
  });

  test('shows the image of a refinement over everybody', async () => {
    const { messages } = await readSequenceDiagram(
      mermaidOf({ ...trace, images: [{ v: 1 }, { v: 2 }, { v: 2 }] }),
    );
    expect(
      messages.filter(({ text }) => text.startsWith('image')).map(({ from, to, text }) => [from, to, text]),
    ).toEqual([
      ['p1', 'a1', 'image {v: 1}'],
      ['p1', 'a1', 'image: v 1 → 2'],
      ['p1', 'a1', 'image as it was'],
    ]);
  });

  test('lets the network lose messages in a note of its own', async () => {
    const { event, ...lost } = step({ participant: 'network' });
    const lose = { type: 'fault.lose', from: 'p1', to: 'a1', message: { type: 'prepare', ballot: 1 } };
    const drawn = mermaidOf({
      ...trace,
      initial: { ...trace.initial, network: local({}) },
      steps: [{ ...lost, event: { ...event, ...lose } }],
    });
    expect(await readSequenceDiagram(drawn)).toMatchObject({
      participants: ['network'],
      messages: [{ text: '1. fault.lose prepare ballot=1 from p1 to a1', isNote: true }],
    });
  });

  test('writes values as the system does', () => {
    expect(mermaidOf(trace, (value) => (value === 1 ? '1.p1' : undefined))).toContain('prepare ballot=1.p1');
  });

  test('parses, whatever the names, types and values are', async () => {
    await fc.assert(
      fc.asyncProperty(anyTrace, async (trace) => {
        const { messages } = await readSequenceDiagram(mermaidOf(trace));
        expect(
          messages.filter(({ isNote }) => !isNote).map(({ from, to, text }) => ({ from, to, text })),
        ).toEqual(
          trace.steps.flatMap(({ participant, event: { from, ...message } }, index) =>
            from === undefined
              ? []
              : [
                  {
                    from: from.trim(),
                    to: participant.trim(),
                    text: `${index + 1}. ${formatMessage(message, () => undefined)}`.trim(),
                  },
                ],
          ),
        );
      }),
      { numRuns: 150 },
    );
  });
});

const anyTrace: fc.Arbitrary<Trace> = fc
  .uniqueArray(awkward, { minLength: 1, maxLength: 4, selector: (name) => name.trim() })
  .chain((names) =>
    fc.record({
      system: fc.constant('any'),
      initial: fc.constant(Object.fromEntries(names.map((name) => [name, local({})]))),
      history: fc.constant([]),
      steps: fc.array(
        fc.record({
          participant: fc.constantFrom(...names),
          event: fc.oneof(
            fc.record({ type: awkward, value: awkward }),
            fc.record({ type: awkward, from: fc.constantFrom(...names), value: awkward }),
          ),
          before: fc.record({ value: awkward, context: awkward }),
          after: fc.record({ value: awkward, context: fc.record({ key: awkward }) }),
          sent: fc.constant([]),
          within: fc.constant([]),
        }),
        { maxLength: 4 },
      ),
    }),
  );
