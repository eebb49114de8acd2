import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalKey } from '#model/data/values.js';
import { type TraceDocument, traceFromJson, traceToJson } from '#model/index.js';

const document: TraceDocument = {
  source: { chapter: '01-counting', instance: 'three' },
  claim: { property: 'never three', kind: 'always', verdict: 'fails' },
  trace: {
    system: 'counting',
    initial: { c1: { value: 'idle', context: { count: 0 } }, seen: { context: 0 } },
    history: ['seen'],
    steps: [
      {
        participant: 'c1',
        event: { type: 'tick' },
        before: { value: 'idle', context: { count: 0 } },
        after: { value: 'idle', context: { count: 1 } },
        sent: [{ type: 'told', to: ['c1'], count: 1 } as TraceDocument['trace']['steps'][0]['sent'][0]],
        within: [],
      },
    ],
  },
};

test('a trace is written a step a line', () => {
  expect(traceToJson(document)).toBe(`{
  "format": "synod trace",
  "version": 2,
  "source": {"chapter":"01-counting","instance":"three"},
  "claim": {"property":"never three","kind":"always","verdict":"fails"},
  "system": "counting",
  "initial": {
    "c1": {"value":"idle","context":{"count":0}},
    "seen": {"context":0}
  },
  "history": ["seen"],
  "steps": [
    {"participant":"c1","event":{"type":"tick"},"before":{"value":"idle","context":{"count":0}},"after":{"value":"idle","context":{"count":1}},"sent":[{"type":"told","to":["c1"],"count":1}],"within":[]}
  ]
}
`);
});

test('a document of the first version, whose claim also says whether its trace is minimal, is read too', () => {
  const written = traceToJson(document);
  const old = written.replace('"version": 2', '"version": 1').replace('"fails"', '"fails","minimal":true');
  expect(old).not.toBe(written);
  expect(traceFromJson(old)).toEqual(document);
});

test('what is written is read again', () => {
  expect(traceFromJson(traceToJson(document))).toEqual(document);
  const { trace, claim } = document;
  const lasso: TraceDocument = {
    ...document,
    claim: { ...claim, kind: 'leads-to' },
    trace: { ...trace, steps: [], loop: 0 },
  };
  expect(traceFromJson(traceToJson(lasso))).toEqual(lasso);
  const images = [[1], undefined];
  const image: TraceDocument = {
    ...document,
    claim: { ...claim, kind: 'refines' },
    trace: { ...trace, images },
  };
  expect(traceFromJson(traceToJson(image))).toEqual(image);
});

test('whatever plain data it holds', { timeout: 60_000 }, () => {
  const { plain } = fc.letrec<{ plain: unknown }>((tie) => ({
    plain: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(
        undefined,
        null,
        Number.NaN,
        -0,
        Number.POSITIVE_INFINITY,
        Number.NEGATIVE_INFINITY,
        '#',
        '-0',
      ),
      fc.bigInt(),
      fc.double(),
      fc.string({ unit: 'binary' }),
      fc.array(tie('plain'), { maxLength: 3 }),
      fc.dictionary(fc.oneof(fc.constantFrom('#', '__proto__', 'type'), fc.string()), tie('plain'), {
        maxKeys: 3,
      }),
    ),
  }));
  fc.assert(
    fc.property(plain, plain, (context, value) => {
      const { trace } = document;
      const written = traceToJson({
        ...document,
        trace: { ...trace, initial: { c1: { context, value }, seen: { context: 0 } } },
      });
      const read = traceFromJson(written).trace.initial.c1!;
      expect(canonicalKey([read.context, read.value])).toBe(canonicalKey([context, value]));
    }),
  );
});

describe('what is no trace is refused: where, what was expected, what was found', () => {
  const changed = (from: string, to: string): string => {
    const written = traceToJson(document);
    expect(written).toContain(from);
    return written.replace(from, to);
  };

  test.each<[string, string, string]>([
    ['not JSON', 'trace', "expected a trace as JSON, as 'synod' writes it; Unexpected token"],
    ['a list', '[]', "at 'format': expected a value; got nothing"],
    ['another document', '{"claims": []}', "at 'format': expected a value; got nothing"],
    ['another format', '{"format": "ITF"}', `at 'format': expected "synod trace"; got "ITF"`],
    ['another version', changed('"version": 2', '"version": 3'), "at 'version': expected (1 | 2); got 3"],
    ['a source', changed('"01-counting"', '14'), "at 'source.chapter': expected string; got 14"],
    [
      'a kind',
      changed('"always"', '"never"'),
      'at \'claim.kind\': expected ("always" | "sometimes" | "step" | ',
    ],
    ['a verdict', changed('"fails"', '""'), `at 'claim.verdict': expected ("holds" | "fails"); got ""`],
    ['a state', changed('{"context":0}', '{}'), "at 'initial.seen.context': expected a value; got nothing"],
    ['a history', changed('["seen"]', '["d"]'), `at 'history.0': expected ("c1" | "seen"); got "d"`],
    [
      'a participant',
      changed('"participant":"c1"', '"participant":"c9"'),
      `at 'steps.0.participant': expected ("c1" | "seen"); got "c9"`,
    ],
    [
      'an event',
      changed('"type":"tick"', '"data":1'),
      "at 'steps.0.event.type': expected a value; got nothing",
    ],
    [
      'a sender',
      changed('"tick"', '"tick","from":null'),
      "at 'steps.0.event.from': expected string; got null",
    ],
    ['a message', changed(',"to":["c1"]', ''), "at 'steps.0.sent.0.to': expected a value; got nothing"],
    ['an address', changed('["c1"]', '[1]'), "at 'steps.0.sent.0.to': expected (string | Array); got [1]"],
    [
      'a step within',
      changed('"within":[]', '"within":[1]'),
      "at 'steps.0.within.0': expected Object; got 1",
    ],
    [
      'a loop',
      changed('"steps"', '"loop": 2, "steps"').replace('"always"', '"leads-to"'),
      "at 'loop': expected max value <=1; got 2",
    ],
    ['the loop', changed('"always"', '"leads-to"'), "at 'loop': expected a value; got nothing"],
    ['no loop', changed('"steps"', '"loop": 0, "steps"'), "at 'loop': expected never; got 0"],
    ['no images', changed('"steps"', '"images": [], "steps"'), "at 'images': expected never; got []"],
    [
      'an image of every state',
      changed('"steps"', '"images": [1], "steps"').replace('"always"', '"refines"'),
      "at 'images': expected length 2; got [1]",
    ],
    [
      'a word',
      changed('{"count":1}', '{"#":"function"}'),
      'an object with the key \'#\' stands for a value that JSON does not have; got {"#"',
    ],
    [
      'two words',
      changed('{"count":1}', '[{"#":"NaN","b":1}]'),
      'an object with the key \'#\' stands for a value that JSON does not have; got {"#"',
    ],
    [
      'an entry',
      changed('{"count":1}', '{"#":[[1,2]]}'),
      'an object with the key \'#\' stands for a value that JSON does not have; got {"#"',
    ],
    ['a long value', changed('"fails"', `"${'x'.repeat(100)}"`), `got "${'x'.repeat(59)}…`],
  ])('%s', (_, text, message) => {
    expect(() => traceFromJson(text)).toThrow(message);
  });
});
