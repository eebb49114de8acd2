import { describe, expect, test } from 'vitest';
import type { Pair } from '#model/index.js';
import { type Acceptor, type AcceptorEffect, type AcceptorInput, stepAcceptor } from '#src/paxos/acceptor.js';
import { type Persist, persist, type Send, send } from '#src/paxos/effect.js';
import { stepLearner } from '#src/paxos/learner.js';
import type { AcceptedMessage } from '#src/paxos/message.js';
import { nodeId } from '#src/paxos/node-id.js';
import { acceptorMapping } from '#test/conformance/acceptor.js';
import { type Comparer, comparer } from '#test/conformance/compare.js';
import { compareAll } from '#test/conformance/compare-all.js';
import { formatDifference, formatDifferences } from '#test/conformance/difference.js';
import { disguise, values } from '#test/conformance/disguise.js';
import { learnerMapping } from '#test/conformance/learner.js';
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

const wanted: ReturnType<typeof stepAcceptor<string>> = [
  { promised: ballot('1.p2'), vote: vote('1.p2', 'wine') },
  [persist(stateAfter()), send({ role: 'learner' }, { type: 'accepted', ...vote('1.p2', 'wine') })],
];

/** In what the pair differs from production, or from the mapping's idea of it. */
function differsIn(pair: Pair, changed: Partial<typeof mapping> = {}): string | undefined {
  return comparer({ ...mapping, ...changed })(pair).difference?.kind;
}

/** In what a step that comes to these effects differs. */
function withEffects(...effects: (typeof wanted)[1]): string | undefined {
  return differsIn(right, { step: () => [wanted[0], effects] });
}

describe('comparing one transition', () => {
  const [record, accepted] = wanted[1] as [Persist<Acceptor<string>>, Send<AcceptedMessage<string>>];

  test('finds nothing where production does what the spec does', () => {
    expect(differsIn(right)).toBeUndefined();
    expect(withEffects(record, accepted)).toBeUndefined();
  });

  test('tells a state that is another, also in what the spec cannot see', () => {
    expect(differsIn({ ...right, after: right.before })).toBe('the state after');
    const more = { ...wanted[0], asked: 1 };
    expect(differsIn(right, { step: () => [more, wanted[1]] })).toBe('the state after');
  });

  test('takes an event that the spec does not accept for one that changes nothing and sends nothing', () => {
    const { after: _, ...absent } = right;
    expect(differsIn({ ...absent, sent: [] })).toBe('the state after');
    const below = { ...right.before, context: { promised: ballot('2.p1'), vote: null } };
    expect(differsIn({ ...absent, before: below, sent: [] })).toBeUndefined();
  });

  test('tells a message that is another, that is missing, or that is sent twice', () => {
    const other = send({ role: 'learner' }, { type: 'accepted', ...vote('1.p2', 'olives') } as const);
    expect(withEffects(record, other)).toBe('the messages sent');
    expect(withEffects(record)).toBe('the messages sent');
    expect(withEffects(record, accepted, accepted)).toBe('the messages sent');
  });

  test('tells an address that is another: a role is no node of the same name', () => {
    expect(withEffects(record, send({ role: 'client' }, accepted.message))).toBe('the addresses');
    expect(withEffects(record, send({ node: nodeId('learner') }, accepted.message))).toBe('the addresses');
  });

  test('tells a record that is not the whole state, whether it comes alone, before the right one or after it', () => {
    const empty = persist({ promised: null, vote: null });
    expect(withEffects(empty, accepted)).toBe('the records');
    expect(withEffects(empty, record, accepted)).toBe('the records');
    expect(withEffects(record, empty, accepted)).toBe('the records');
    expect(withEffects(accepted)).toBe('the records');
  });

  test('tells a send before its record', () => {
    expect(withEffects(accepted, record)).toBe('the order of effects');
  });

  test('tells a timer that nobody asked for', () => {
    const timer = { type: 'setTimer', wait: 'none' } as never;
    expect(withEffects(record, accepted, timer)).toBe('the timers');
  });

  test('tells a step that changes its state or its message in place, though it come to the same', () => {
    const inState = comparer({
      ...mapping,
      step: (state, input) => {
        const [after, effects] = stepAcceptor(state, input);
        return [Object.assign(state, after), effects];
      },
    });
    const inMessage = comparer({
      ...mapping,
      step: (state, input) => {
        const step = stepAcceptor(state, input);
        Object.assign(input.message, { seen: true });
        return step;
      },
    });
    expect([inState, inMessage].map((compare) => compare(right).difference?.kind)).toEqual([
      'a change in place',
      'a change in place',
    ]);
  });

  test('tells a step that changes bytes in place, which nothing can freeze', () => {
    const inBytes = comparer<Acceptor<string>, AcceptorInput<string>, AcceptorEffect<string>, unknown>(
      {
        ...mapping,
        step: (state, input) => {
          const step = stepAcceptor(state, input);
          if (input.message.type === 'accept') (input.message.value as unknown as Uint8Array)[0] = 0;
          return step;
        },
      },
      disguise({ value: values.bytes, first: 0, apart: 1, ahead: 0 }),
    );
    expect(inBytes(right).difference?.kind).toBe('a change in place');
  });

  test('tells a step that remembers', () => {
    let calls = 0;
    expect(
      differsIn(right, { step: (...given) => (calls++ ? [given[0], []] : stepAcceptor(...given)) }),
    ).toBe('a hidden memory');
  });

  test('tells a state that does not come back from its concretisation', () => {
    expect(differsIn(right, { abstract: () => ({ value: {}, context: {} }) })).toBe(
      'the way back from production',
    );
  });

  test('tells where production throws, and what', () => {
    const difference = throwing(comparer({ ...mapping, deviate: () => undefined }));
    expect(difference.kind).toBe('throwing BallotViolation');
    expect(formatDifference(difference)).toContain(
      'production  throws BallotViolation: expected one value in ballot 1.p2',
    );
  });

  test('tells where production does not throw, and should', () => {
    const difference = throwing(comparer({ ...mapping, step: (state) => [state, []] }));
    expect(difference.kind).toBe('the missing violation');
    expect(formatDifference(difference)).toContain('spec        throws BallotViolation');
  });

  test('tells a state that production cannot be in (a learner of two values)', () => {
    const learner = comparer(learnerMapping({ quorums: ofThree, ballots: [ballot('1.p1')] }, stepLearner));
    const { difference } = learner({
      ...right,
      before: { value: {}, context: { votes: [], learned: ['olives', 'wine'] } },
    });
    expect(difference?.kind).toBe('a state that production does not have');
    expect(String(difference?.production)).toBe(
      'Error: a production learner stops at a second value, and learns in a ballot; this one learned olives and wine',
    );
  });

  /** The difference where the acceptor has voted for another value in the ballot. */
  function throwing(compare: Comparer) {
    const context = { promised: ballot('1.p2'), vote: vote('1.p2', 'olives') };
    return compare({ ...right, before: { ...right.before, context } }).difference!;
  }
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
              persists {promised: 1.p2, vote: {ballot: 1.p2, value: wine}}
              sends accepted {ballot: 1.p2, value: wine} to {role: learner}

and 4 more differences`);
  });
});

function stateAfter(): Acceptor<string> {
  return { promised: ballot('1.p2'), vote: vote('1.p2', 'wine') };
}
