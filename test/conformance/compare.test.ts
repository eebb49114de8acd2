import { describe, expect, test } from 'vitest';
import type { Pair } from '#model/index.js';
import { type Acceptor, stepAcceptor } from '#src/paxos/acceptor.js';
import { acceptorMapping } from '#test/conformance/acceptor.js';
import { compareAll, comparer } from '#test/conformance/compare.js';
import { formatDifference, formatDifferences } from '#test/conformance/difference.js';
import { learnerMapping } from '#test/conformance/learner.js';
import { production } from '#test/conformance/tie.js';
import { ballot, ofThree, vote } from '#test/unit/paxos/words.js';

const mapping = acceptorMapping(stepAcceptor);

/** An acceptor that promised 1.p2 votes in 1.p2: right in every respect. */
const right: Pair = {
  role: 'acceptor',
  id: 'a1',
  before: { value: {}, context: { promised: ballot('1.p2'), vote: null } },
  event: { type: 'accept', from: 'p2', ...vote('1.p2', 'wine') } as Pair['event'],
  after: { value: {}, context: { promised: ballot('1.p2'), vote: vote('1.p2', 'wine') } },
  sent: [{ type: 'accepted', to: 'learner', ...vote('1.p2', 'wine') }] as Pair['sent'],
};

/** In what the pair differs from production, or from the mapping's idea of it. */
function differsIn(pair: Pair, changed: Partial<typeof mapping> = {}): string | undefined {
  return comparer({ ...mapping, ...changed })(pair).difference?.what;
}

describe('comparing one transition', () => {
  test('finds nothing where production does what the spec does', () => {
    expect(differsIn(right)).toBeUndefined();
  });

  test('tells a state that is another', () => {
    expect(differsIn({ ...right, after: right.before })).toBe('the state after');
  });

  test('takes an event that the spec does not accept for one that changes nothing and sends nothing', () => {
    const { after: _, ...absent } = right;
    expect(differsIn({ ...absent, sent: [] })).toBe('the state after');
    const below = { ...right.before, context: { promised: ballot('2.p1'), vote: null } };
    expect(differsIn({ ...absent, before: below, sent: [] })).toBeUndefined();
  });

  test('tells a message that is another, that is missing, or that goes to another role', () => {
    const [accepted] = right.sent;
    expect(differsIn({ ...right, sent: [] })).toBe('the messages sent');
    expect(differsIn({ ...right, sent: [{ ...accepted!, to: 'client' }] })).toBe('the messages sent');
    expect(differsIn({ ...right, sent: [accepted!, accepted!] })).toBe('the messages sent');
  });

  test('tells a state that does not come back from its concretisation', () => {
    expect(differsIn(right, { abstract: () => ({ value: {}, context: {} }) })).toBe(
      'abstract(concretise(before))',
    );
  });

  test('tells a send before its persist, and a record that is not the state', () => {
    expect(
      differsIn(right, {
        step: (state, input) => [stepAcceptor(state, input)[0], stepAcceptor(state, input)[1].toReversed()],
      }),
    ).toBe('the order of effects: it persists after it sends');
    expect(
      differsIn(right, {
        step: (state, input) => {
          const [after, effects] = stepAcceptor(state, input);
          return [after, effects.filter(({ type }) => type === 'send')];
        },
      }),
    ).toContain('what is durable');
  });

  test('tells where production throws, and what', () => {
    const pair = {
      ...right,
      before: { ...right.after!, context: { ...contextOf(right), vote: vote('1.p2', 'olives') } },
    };
    const { difference } = comparer(mapping)(pair);
    expect(difference?.what).toBe('what production throws');
    expect(formatDifference(difference!)).toContain(
      'production  throws BallotViolation: expected one value in ballot 1.p2',
    );
  });

  test('tells a state that production cannot be in (a learner of two values)', () => {
    const learner = comparer(learnerMapping(ofThree, production.learner));
    const { difference } = learner({
      ...right,
      before: { value: {}, context: { votes: [], learned: ['olives', 'wine'] } },
    });
    expect(String(difference?.production)).toBe(
      'Error: a production learner stops at a second value, this one learned olives and wine',
    );
  });
});

describe('comparing all', () => {
  test('counts what it compares and leaves other roles out', () => {
    const wrong = { ...right, sent: [] };
    const { compared, differences } = compareAll([right, { ...right, role: 'client' }, wrong, right], {
      acceptor: comparer(mapping),
    });
    expect(compared).toEqual({ acceptor: 3 });
    expect(differences.map(({ pair }) => pair)).toEqual([wrong]);
  });

  test('prints both sides of the first differences, and how many more there are', () => {
    const { differences } = compareAll(
      [1, 2, 3, 4, 5].map(() => ({ ...right, sent: [] })),
      { acceptor: comparer(mapping) },
    );
    expect(formatDifferences(differences, 1)).toBe(`\
acceptor a1: spec and production differ in the messages sent
  before      {promised: 1.p2, vote: null}
  event       accept {ballot: 1.p2, from: p2, value: wine}
  spec        {promised: 1.p2, vote: {ballot: 1.p2, value: wine}}
  production  {promised: 1.p2, vote: {ballot: 1.p2, value: wine}}
              sends accepted {ballot: 1.p2, to: learner, value: wine}

and 4 more differences`);
  });
});

function contextOf({ before }: Pair): Acceptor<string> {
  return before.context as Acceptor<string>;
}
