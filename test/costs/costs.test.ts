import { beforeAll, expect, test } from 'vitest';
import { decree, type Measure, phase1, quorumRead, SIZES } from '#spec/19-what-it-costs/measures.js';
import { keptSource, measure, type Row, sourceOf } from '#test/costs/measure.js';

let rows: readonly Row[];

beforeAll(async () => {
  rows = await measure();
});

test('running nodes spend what chapter 19 says that they have spent', () => {
  expect(keptSource()).toBe(sourceOf(rows));
});

test.each<[string, Measure, readonly string[]]>([
  ['to become leader', phase1, ['prepare', 'promise']],
  ['a command', decree, ['accept', 'accepted']],
  ['a read at another node', quorumRead, ['ask', 'frontier']],
])(
  'where everybody answers, the messages of the book are as many as in its dearest run (%s)',
  (what, { bounds }, types) => {
    const { spent } = rows.find((row) => row.what === what)!;
    const messages = spent.map((one) => types.reduce((sum, type) => sum + one.messages[type]!, 0));
    expect(messages).toEqual(SIZES.map((nodes) => bounds(nodes).most.messages));
  },
);

test.each<[string, Measure]>([
  ['to become leader', phase1],
  ['a command', decree],
])(
  'the writes for which somebody waits are as many as in the dearest run of the book (%s)',
  (what, { bounds }) => {
    const { spent } = rows.find((row) => row.what === what)!;
    expect(spent.map(({ writes }) => writes)).toEqual(SIZES.map((nodes) => bounds(nodes).most.writes));
  },
);
